/**
 * A day of 10,000 people on PostgreSQL, Redis and RabbitMQ, with two bots and a worker, faster than it is lived:
 * `node bench/day/run.ts`. It takes 72 minutes at twenty times the speed.
 *
 * Options: --people 10000 --speed 20.
 * Needs TEST_DATABASE_URL, TEST_REDIS_URL and TEST_RABBITMQ_URL (`scripts/servers env`). Fails where an update was
 * lost, doubled or reordered, an event was not applied, or aggregates differ from sessions.
 */
import { execFile } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { z } from 'zod';
import { freePort, memory, startProcess, webhookSecret, type RunningBot } from '../updates/contestants.ts';
import { startHelper } from '../updates/helper.ts';
import { departure, load } from '../updates/orders.ts';
import { cpuSeconds, residentMegabytes } from '../updates/process-cost.ts';
import { openServer } from '../updates/server.ts';
import { verifyDatabase } from '../updates/verify.ts';
import { shapeOfDay } from './shape.ts';
import { dropVhost, freshVhost } from './vhost.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    speed: { type: 'string', default: '20' },
  },
});
const number = z.coerce.number().positive();
const people = number.parse(values.people);
const speed = number.parse(values.speed);
const address = (name: string): string => z.string({ error: `${name} is not set` }).parse(process.env[name]);

// The last but one of Redis' sixteen databases: nobody else's keys are in it.
const redisUrl = new URL('/14', address('TEST_REDIS_URL')).href;
/** Until the last event has been applied. */
const patienceSeconds = 60;

const database = await openServer(address('TEST_DATABASE_URL'));
const databaseUrl = await database.freshDatabase('bench_day');
const redis = new Redis(redisUrl);
await redis.flushdb();
redis.disconnect();

const vhost = 'bench_day';
const brokerUrl = await freshVhost(address('TEST_RABBITMQ_URL'), vhost);

const botApi = startHelper('bot-api.ts');
const crowd = startHelper('load.ts');
const processes: RunningBot[] = [];
const problems: string[] = [];
try {
  const { port: botApiPort } = z.object({ port: z.number() }).parse(await botApi.hello());
  const settings = {
    BOT_TOKEN: '1:bench',
    BOT_MODE: 'webhook',
    TELEGRAM_API_ROOT: `http://127.0.0.1:${botApiPort}`,
    WEBHOOK_SECRET: webhookSecret,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    BROKER_URL: brokerUrl,
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  };
  for (const role of ['bot', 'bot', 'worker']) {
    const port = await freePort();
    const program = [...memory, 'bin/main.js', 'start', role];
    processes.push(await startProcess(program, port, { ...settings, PUBLIC_URL: `http://127.0.0.1:${port}` }));
  }
  const [one, two, worker] = processes;
  if (!one || !two || !worker) throw new Error('a process is missing');

  await crowd.ask({ type: 'meet', bots: [one.port, two.port], botApi: botApiPort, secret: webhookSecret, people });
  const before = { ...costs(), database: database.cpuSeconds() };
  const lived = load.parse(await crowd.ask({ type: 'day', stretches: shapeOfDay(people, speed) }));
  const after = { ...costs(), database: database.cpuSeconds() };
  const left = departure.parse(await crowd.ask({ type: 'leave' }));
  problems.push(
    ...Object.entries(left.problems).map(([problem, count]) => `${problem}: ${count} updates`),
    ...left.examples,
    ...(await verifyDatabase(databaseUrl, left)),
    ...(await verifyEvents(databaseUrl)),
    ...(await verifyAggregates({ ...settings, PUBLIC_URL: `http://127.0.0.1:${one.port}` })),
  );
  const perUpdate = (seconds: number): string => ((seconds / lived.updates) * 1e6).toFixed(0);
  console.log(
    `${lived.updates} updates in ${(lived.seconds / 60).toFixed(1)} minutes on ${availableParallelism()} cores; ` +
      `to the 2xx p50 ${lived.p50.toFixed(1)} ms, p95 ${lived.p95.toFixed(1)} ms, p99 ${lived.p99.toFixed(1)} ms, ` +
      `longest ${lived.worst.toFixed(0)} ms; ${lived.refused} posted again`,
  );
  console.log(
    `CPU per update: bots ${perUpdate(after.bots - before.bots)} µs, worker ${perUpdate(after.worker - before.worker)} µs, ` +
      `database ${perUpdate(after.database - before.database)} µs; at most ` +
      processes.map(({ pid }) => `${residentMegabytes(pid, 'VmHWM').toFixed(0)} MB`).join(', '),
  );

  function costs(): { readonly bots: number; readonly worker: number } {
    return { bots: cpuSeconds(one?.pid ?? 0) + cpuSeconds(two?.pid ?? 0), worker: cpuSeconds(worker?.pid ?? 0) };
  }
} finally {
  await Promise.all(processes.map((process) => process.stop()));
  crowd.stop();
  botApi.stop();
  await dropVhost(vhost);
  await database.dropDatabase('bench_day');
  await database.close();
}
for (const problem of problems.slice(0, 40)) console.error(problem);
console.log(problems.length === 0 ? 'nothing was lost, doubled or reordered' : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Every finish is one event that was applied once, and nothing waits any more. */
async function verifyEvents(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let waited = 0; ; waited += 1) {
      const { rows } = await client.query(`
        select (select count(*)::int from session_events_log where event_type = 'session.finished') as happened,
          (select count(*)::int from outbox) as waiting,
          (select count(*)::int from applied_events) as applied`);
      const [counts] = z
        .tuple([z.object({ happened: z.number(), waiting: z.number(), applied: z.number() })])
        .parse(rows);
      if (counts.waiting === 0 && counts.applied === counts.happened) return [];
      if (waited === patienceSeconds)
        return [`${counts.happened} finishes, ${counts.applied} of them applied, ${counts.waiting} still to be sent`];
      await sleep(1_000);
    }
  } finally {
    await client.end();
  }
}

async function verifyAggregates(settings: Readonly<Record<string, string>>): Promise<string[]> {
  const environment = { PATH: process.env['PATH'], ...settings };
  const run = promisify(execFile);
  return run(process.execPath, ['bin/main.js', 'aggregates', 'verify'], { env: environment }).then(
    () => [],
    (error: unknown) => [`minuta aggregates verify: ${String(error)}`],
  );
}
