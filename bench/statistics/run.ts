/**
 * How fast the panel's figures are over twenty million interactions of ten thousand people in thirteen months, through
 * the API, and what rolling them up costs: `node bench/statistics/run.ts`.
 *
 * Options: --people 10000 --interactions 7 (a day of everybody; seven make twenty million) --screens 60 --asks 20
 * --keep (leave the database, and take the one that is there already). Needs TEST_DATABASE_URL (`scripts/servers env`)
 * and six gigabytes of disk. Exits with 1 where a figure, or all that a view of the panel asks at once, takes longer than
 * 200 ms at p95.
 */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { Client } from 'pg';
import { z } from 'zod';
import { createPasswords } from '../../src/accounts/passwords.ts';
import { accountRoutes } from '../../src/accounts/routes.ts';
import { broadcastRoutes } from '../../src/broadcasts/routes.ts';
import { rollUpAgain, rollUp } from '../../src/interactions/roll-up.ts';
import { statisticsRoutes } from '../../src/interactions/routes.ts';
import { peopleRoutes } from '../../src/people/routes.ts';
import { openDatabase, type Database } from '../../src/platform/database/database.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { startApi } from '../../src/platform/http/testing.ts';
import { checker } from '../../src/roles/checking.ts';
import { percentile } from '../reports/numbers.ts';
import { cpuSeconds } from '../updates/process-cost.ts';
import { chanceFunction, fill, present } from './fill.ts';
import { viewsOf, type Ask, type View } from './views.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    interactions: { type: 'string', default: '7' },
    screens: { type: 'string', default: '60' },
    asks: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
});
const count = z.coerce.number().int().positive();
const asks = count.parse(values.asks);
const { TEST_DATABASE_URL } = z.object({ TEST_DATABASE_URL: z.url() }).parse(process.env);
const name = 'bench_statistics';
/** Milliseconds. */
const target = 200;

const [to, zone] = ['2025-12-31', 'Europe/Moscow'];
const ranges = { '30 days': { from: '2025-12-02', to, zone }, 'a year': { from: '2025-01-01', to, zone } };
const month = `from=2025-12-02&to=${to}&zone=${zone}`;
const year = `from=2025-01-01&to=${to}&zone=${zone}`;
const today = `from=${to}&to=${to}&zone=${zone}`;
const funnel = ['event:start', 'handler:screen 3', 'handler:screen 15', 'handler:screen 4'];
const steps = funnel.map((step) => `steps=${encodeURIComponent(step)}`).join('&');

/** Each figure alone. */
const questions: readonly string[] = [
  ...[month, year].flatMap((range) =>
    ['activity', 'users', 'cohorts', 'hours', 'sources', 'errors', 'time-tracked'].map((path) => `${path}?${range}`),
  ),
  ...[month, year].map((range) => `activity?${range}&group=handler`),
  `users?${year}&unit=day`,
  `users?${year.replace('Europe/Moscow', 'Asia/Kathmandu')}&unit=day`,
  ...[month, year].map((range) => `ways?${range}`),
  ...[month, year].map((range) => `funnel?${range}&${steps}`),
  // Hardly anybody comes through within ten minutes, so that all have to be followed to the end.
  `funnel?${year}&${steps}&window=600`,
  'now',
];

async function onServer<Result>(work: (client: Client) => Promise<Result>, url = TEST_DATABASE_URL): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function prepare(): Promise<Database> {
  const url = new URL(TEST_DATABASE_URL);
  url.pathname = `/${name}`;
  const isThere = await onServer(async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
    return rowCount !== 0;
  });
  const database = await openDatabase({ url: url.href, dataDir: '' });
  await migrate(database.queries);
  if (isThere) {
    await rollUp(database, present, new AbortController().signal);
    return database;
  }
  const from = performance.now();
  await onServer((client) => client.query(chanceFunction), url.href);
  const given = {
    people: count.parse(values.people),
    interactions: count.parse(values.interactions),
    screens: count.parse(values.screens),
  };
  await fill(url.href, given, (day) => process.stderr.write(day.endsWith('01') ? `${day}\n` : ''));
  const filled = performance.now();
  console.log(`filled in ${seconds(filled - from)} s`);
  const done = await rollUp(database, present, new AbortController().signal);
  console.log(`${done} days of interactions and of sessions rolled up in ${seconds(performance.now() - filled)} s`);
  await onServer((client) => client.query('vacuum (analyze)'), url.href);
  return database;
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);

async function tellSizes({ queries }: Database): Promise<void> {
  const { rows } = await sql<{ name: string; rows: number; bytes: number }>`
    select coalesce(parent.relname, c.relname) as name, sum(c.reltuples)::bigint as rows,
      sum(pg_total_relation_size(c.oid))::bigint as bytes
    from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
    where c.relkind = 'r' and c.relname like 'statistics%' group by 1 order by bytes desc`.execute(queries);
  console.log('\n| table | rows | MB |\n| --- | --- | --- |');
  for (const row of rows) console.log(`| ${row.name} | ${row.rows} | ${(row.bytes / 1e6).toFixed(1)} |`);
}

/** A whole day, and one hour more of today, as a worker does each hour. */
async function timeRollUp({ queries }: Database): Promise<void> {
  const took: number[] = [];
  for (let day = 1; day <= 5; day += 1) {
    const from = performance.now();
    await rollUpAgain(queries, Temporal.PlainDate.from('2025-12-20').add({ days: day }));
    took.push(performance.now() - from);
  }
  console.log(`\na day anew: p50 ${percentile(took, 0.5).toFixed(0)} ms, p95 ${percentile(took, 0.95).toFixed(0)} ms`);
}

const database = await prepare();
await tellSizes(database);
await timeRollUp(database);
const clock = { now: () => present };
const { queries } = database;
const api = await startApi({
  queries,
  features: [
    statisticsRoutes({ database, clock, zone: 'Europe/Moscow' }),
    peopleRoutes({ queries, defaults: { language: 'ru', timeZone: 'Europe/Moscow' } }),
    accountRoutes({ queries, passwords: createPasswords(), clock, publicUrl: undefined }),
    broadcastRoutes({
      database,
      clock,
      check: checker,
      defaultLanguage: 'ru',
      telegramIdOf: async () => null,
      botId: async () => null,
    }),
  ],
});
/** What each connection had used when it was last looked at: some are closed in between. */
const used = new Map<number, number>();
/** Milliseconds of processor time that this process and the database's connections have used. */
async function cost(): Promise<number> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`.execute(
    queries,
  );
  for (const { pid } of rows) used.set(pid, Math.max(used.get(pid) ?? 0, cpuSeconds(pid) * 1_000));
  const { user, system } = process.cpuUsage();
  return used.values().reduce((sum, milliseconds) => sum + milliseconds, (user + system) / 1_000);
}

async function ask({ path, body }: Ask): Promise<void> {
  const { status, body: answer } = await api.call(path, body === undefined ? {} : { method: 'POST', body });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
}

/** How long it takes until all that was asked at once is answered. */
async function time(asked: readonly Ask[]): Promise<number> {
  const from = performance.now();
  await Promise.all(asked.map(ask));
  return performance.now() - from;
}

const all: readonly View[] = [
  ...questions.map((path) => ({ name: decodeURIComponent(path), asks: [{ path: `/statistics/${path}` }] })),
  ...viewsOf(ranges, today, funnel),
];
console.log('\n| question | p50 ms | p95 ms | processor ms |\n| --- | --- | --- | --- |');
let isSlow = false;
for (const { name: question, asks: asked } of all) {
  // The first ones are for what is learnt only once: plans, compiled code, the pages of a disk.
  for (let warm = 0; warm < 2; warm += 1) await time(asked);
  const before = await cost();
  const took: number[] = [];
  while (took.length < asks) took.push(await time(asked));
  const spent = ((await cost()) - before) / asks;
  const [p50 = 0, p95 = 0] = [0.5, 0.95].map((part) => percentile(took, part));
  isSlow ||= p95 > target;
  console.log(`| ${question} | ${[p50, p95, spent].map((ms) => ms.toFixed(0)).join(' | ')} |`);
}
await api.close();
await database.close();
if (!values.keep) await onServer((client) => client.query(`drop database ${name}`));
process.exitCode = isSlow ? 1 : 0;
