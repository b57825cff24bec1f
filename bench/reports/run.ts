/**
 * What a long history costs today: the same 10,000 people with the same habits, who began three months ago (one million
 * sessions) and five years ago (twenty million), ask for reports: `node bench/reports/run.ts`.
 *
 * Options: --people 10000 --sessions 1000000,20000000 --asks 2000 --sample 500 (people who are asked about; everybody's
 * twenty million need eight gigabytes of memory for the server) --keep (leave the databases, and take those that are
 * there already). Needs TEST_DATABASE_URL (`scripts/servers env`), seven gigabytes of disk and twenty minutes.
 * Exits with 1 where the larger table makes a report slower than the targets allow.
 */
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import { closeMonths } from '../../src/aggregates/close-months.ts';
import { openDatabase, type Database } from '../../src/platform/database/database.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { isUserId, type UserId } from '../../src/platform/ids.ts';
import { personStatistics } from '../../src/tracker/person-statistics.ts';
import { fill, present } from './fill.ts';
import { percentile, random } from './numbers.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    sessions: { type: 'string', default: '1000000,20000000' },
    asks: { type: 'string', default: '2000' },
    sample: { type: 'string', default: '500' },
    keep: { type: 'boolean', default: false },
  },
});
const count = z.coerce.number().int().positive();
const people = count.parse(values.people);
const asks = count.parse(values.asks);
const sample = Math.min(people, count.parse(values.sample));
/** Sessions of anybody in a month: one on most days, two on some. The number of sessions says how long ago they began. */
const habit = 100 / 3;
const monthsOf = (size: number) => Math.max(1, Math.round(size / people / habit));
const sizes = values.sessions.split(',').map((size) => count.parse(size));
const { TEST_DATABASE_URL } = z.object({ TEST_DATABASE_URL: z.url() }).parse(process.env);

/** What is asked, and by how much the largest table may be slower than the smallest. */
const reports = [
  { name: '30 days', days: 30, target: 1.2 },
  { name: 'all time', days: null, target: 2 },
] as const;

interface Contestant {
  readonly size: number;
  readonly database: Database;
  /** Milliseconds of each answer, by the report's name. */
  readonly took: Map<string, number[]>;
}

async function onServer<Result>(
  work: (client: Client) => Promise<Result>,
  connectionString = TEST_DATABASE_URL,
): Promise<Result> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const nameOf = (size: number) => `bench_reports_${size}`;

async function prepare(size: number): Promise<Contestant> {
  const name = nameOf(size);
  const url = new URL(TEST_DATABASE_URL);
  url.pathname = `/${name}`;
  const isThere = await onServer(async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
    return rowCount !== 0;
  });
  const from = performance.now();
  const given = { people, sessions: size, months: monthsOf(size) };
  if (!isThere) await fill(url.href, given, (month) => process.stderr.write(`${name} ${month}\n`));
  const database = await openDatabase({ url: url.href, dataDir: '' });
  await migrate(database.queries);
  const closing = performance.now();
  await closeMonths(database, present, new AbortController().signal);
  const [filled, closed] = [closing - from, performance.now() - closing].map((ms) => (ms / 1000).toFixed(1));
  // What PostgreSQL does by itself sooner or later; whoever is asked meanwhile would be asked about two tables.
  await onServer((client) => client.query('vacuum (analyze) user_activity_aggregates'), url.href);
  console.log(`${size} sessions of ${given.months} months: filled in ${filled} s, months closed in ${closed} s`);
  return { size, database, took: new Map(reports.map((report) => [report.name, []])) };
}

async function ask({ database, took }: Contestant, userId: UserId, report: (typeof reports)[number]): Promise<void> {
  const defaults = { language: 'ru', timeZone: 'Europe/Moscow' } as const;
  const deps = { database, clock: { now: () => present }, defaults };
  const periodFrom = (today: Temporal.PlainDate) =>
    report.days === null ? 'all' : { from: today.subtract({ days: report.days - 1 }), to: today };
  const from = performance.now();
  const found = await personStatistics(deps, userId, { periodFrom, activityId: null });
  took.get(report.name)?.push(performance.now() - from);
  if (!found || (report.days === null && found.report.sessions === 0))
    throw new Error(`user ${userId} has no sessions`);
}

const contestants: Contestant[] = [];
for (const size of sizes) contestants.push(await prepare(size));

async function askAll(place: number, round: number): Promise<void> {
  // All over the table.
  const userId = 1 + Math.floor((place * people) / sample);
  if (!isUserId(userId)) throw new Error('a whole number');
  for (const report of reports)
    for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed())
      await ask(contestant, userId, report);
}

// Once everybody, so that all that is read lies in memory, as it does where a service is busy.
for (let place = 0; place < sample; place += 1) await askAll(place, place);
for (const { took } of contestants) for (const list of took.values()) list.length = 0;
// By turns, so that whatever else the machine does meets all of them alike.
const draw = random(7);
for (let round = 0; round < asks; round += 1) await askAll(Math.floor(draw() * sample), round);

let isMissed = false;
console.log(
  '\n| report | sessions | p50 ms | p95 ms | p50 ratio | p95 ratio | target |\n|---|---|---|---|---|---|---|',
);
for (const { name, target } of reports) {
  const [smallest] = contestants.map(({ took }) => took.get(name) ?? []);
  for (const { size, took } of contestants) {
    const own = took.get(name) ?? [];
    const [p50, p95] = [percentile(own, 0.5), percentile(own, 0.95)];
    const ratios = [p50 / percentile(smallest ?? own, 0.5), p95 / percentile(smallest ?? own, 0.95)];
    isMissed ||= ratios.some((ratio) => ratio > target);
    const figures = [p50, p95, ...ratios].map((figure) => figure.toFixed(2)).join(' | ');
    console.log(`| ${name} | ${size} | ${figures} | ${target} |`);
  }
}

for (const { database } of contestants) await database.close();
if (!values.keep)
  await onServer(async (client) => {
    for (const size of sizes) await client.query(`drop database ${nameOf(size)}`);
  });
process.exitCode = isMissed ? 1 : 0;
