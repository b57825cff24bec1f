/**
 * How many finished sessions a second workers bring into the aggregates: `node bench/fold/run.ts`.
 *
 * Options: --rounds 6 --events 20000 (of each round). Needs TEST_DATABASE_URL (`scripts/servers env`), on this machine.
 * Exits with 1 where fewer than 5,000 a second are folded for a second of processor time, the database's included, or
 * where two workers need more of it for each than one does.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import { fill } from '../reports/fill.ts';
import { percentile } from '../reports/numbers.ts';
import { cpuSeconds } from '../updates/process-cost.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '6' }, events: { type: 'string', default: '20000' } },
});
const number = z.coerce.number().int().positive();
const [rounds, events] = [number.parse(values.rounds), number.parse(values.events)];
const { TEST_DATABASE_URL } = z.object({ TEST_DATABASE_URL: z.url() }).parse(process.env);
const name = 'bench_fold';

/** What was folded, by how many, and at what cost in seconds. */
interface Run {
  readonly wall: number;
  readonly workers: number;
  readonly database: number;
}

async function connect(database: string): Promise<Client> {
  const url = new URL(TEST_DATABASE_URL);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return client;
}

const server = await connect('postgres');
await server.query(`drop database if exists ${name} with (force)`);
await server.query(`create database ${name}`);
const url = new URL(TEST_DATABASE_URL);
url.pathname = `/${name}`;
// Half a month of 10,000 people with five sessions a day.
await fill(url.href, { people: 10_000, sessions: 750_000, months: 1 });
const client = await connect(name);
await client.query(`
  create table bench_order as
  select row_number() over (order by finished_at, id) as place, id, user_id, activity_id, started_at from sessions;
  create unique index on bench_order (place); analyze bench_order`);

async function startWorker(): Promise<ChildProcess> {
  const child = fork(resolve(import.meta.dirname, 'worker.ts'), {
    env: { ...process.env, DATABASE_URL: url.href },
  });
  // It ends by itself only when this process does.
  child.once('exit', () => {
    throw new Error('a worker stopped in the middle of the benchmark');
  });
  await once(child, 'message');
  return child;
}

async function ask(child: ChildProcess, order: { do: 'load' | 'fold'; from: number; count: number }): Promise<number> {
  const answered = once(child, 'message');
  child.send(order);
  const [answer]: unknown[] = await answered;
  return z.object({ cpu: z.number() }).parse(answer).cpu;
}

/** Seconds of the database's processes that serve the workers; what it does for others at the same time is not theirs. */
async function databaseSeconds(): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity
    where datname = $1 and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    [name],
  );
  return rows.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
}

let next = 0;
const children = [await startWorker(), await startWorker()];

/** Folds the next events, shared out among workers; or the same ones again. */
async function run(workers: readonly ChildProcess[], isAgain = false): Promise<Run> {
  const share = Math.floor(events / workers.length);
  if (!isAgain) {
    // Each event changes its cell, as in life; here all sessions are there from the beginning.
    await client.query('update user_activity_aggregates set seconds = 0, sessions = 0, longest = 0');
    await client.query('vacuum user_activity_aggregates');
    await Promise.all(
      workers.map((child, place) => ask(child, { do: 'load', from: next + place * share, count: share })),
    );
    next += events;
  }
  const before = await databaseSeconds();
  const from = performance.now();
  const cpu = await Promise.all(workers.map((child) => ask(child, { do: 'fold', from: 0, count: 0 })));
  const wall = (performance.now() - from) / 1000;
  return { wall, workers: cpu.reduce((sum, one) => sum + one, 0), database: (await databaseSeconds()) - before };
}

const alone = (round: number) => children.slice(round % 2).slice(0, 1);

// Makes the cells and warms everything up: both workers alike, because code that has run more often runs faster.
for (let round = 0; round < 4; round += 1) await run(alone(round));
const kinds: { name: string; runs: Run[] }[] = [
  { name: 'one worker', runs: [] },
  { name: 'two workers', runs: [] },
  { name: 'one worker, all events again', runs: [] },
];
for (let round = 0; round < rounds; round += 1) {
  kinds[1]?.runs.push(await run(children));
  kinds[0]?.runs.push(await run(alone(round)));
  kinds[2]?.runs.push(await run(alone(round), true));
}

const perCpu = ({ workers, database }: Run) => events / (workers + database);
const median = (runs: readonly Run[], figure: (one: Run) => number) => percentile(runs.map(figure), 0.5);
console.log('| | events/s | events per CPU second | µs of workers | µs of the database |\n|---|---|---|---|---|');
for (const { name: kind, runs } of kinds) {
  const each = (figure: (one: Run) => number) => ((median(runs, figure) / events) * 1e6).toFixed(0);
  const rates = [(one: Run) => events / one.wall, perCpu].map((figure) => median(runs, figure).toFixed(0));
  console.log(`| ${kind} | ${rates.join(' | ')} | ${each((one) => one.workers)} | ${each((one) => one.database)} |`);
}
const [one = 0, two = 0] = kinds.map(({ runs }) => median(runs, perCpu));
console.log(`two workers to one, for a second of processor time: ${(two / one).toFixed(2)} (at least 0.9)`);

for (const child of children) child.removeAllListeners('exit').disconnect();
await client.end();
await server.query(`drop database ${name} with (force)`);
await server.end();
process.exitCode = one < 5_000 || two / one < 0.9 ? 1 : 0;
