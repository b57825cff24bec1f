/**
 * What archiving a month of a million sessions takes: `node bench/archive.ts`.
 *
 * Option: --sessions 1000000, of 10,000 people. Needs TEST_DATABASE_URL (`scripts/servers env`); the archive goes to a
 * folder, or to TEST_OBJECT_STORE_URL with --bucket. Missed targets are printed, as a busy machine misses them too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import { openDatabase, type Queries } from '../src/platform/database/database.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { makePartition } from '../src/platform/database/partitions.ts';
import { memory } from './updates/contestants.ts';
import { residentMegabytes } from './updates/process-cost.ts';
import { openServer } from './updates/server.ts';

const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '1000000' }, bucket: { type: 'boolean', default: false } },
});
const { TEST_DATABASE_URL: databaseUrl, TEST_OBJECT_STORE_URL: bucketUrl } = z
  .object({ TEST_DATABASE_URL: z.string(), TEST_OBJECT_STORE_URL: z.string().optional() })
  .parse(process.env);

/** MB that the process may have resident. */
const mostResident = 200;
const people = 10_000;
const month = '2020-03';

/** Everybody's sessions of one month, some at a time: more would take longer than one statement may. */
async function fill(queries: Queries, sessions: number): Promise<void> {
  await makePartition(queries, 'sessions', Temporal.PlainDate.from(`${month}-01`));
  await sql`insert into users (telegram_id) select 5000000000 + n from generate_series(1, ${people}::int) n`.execute(
    queries,
  );
  await sql`
    insert into activities (user_id, name, name_key) select id, 'Чтение', 'чтение' from users`.execute(queries);
  for (let round = 0; round < sessions / people; round += 1)
    await sql`
      insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      select gen_random_uuid(), user_id, id, at, at + interval '5 minutes', 270,
        tstzmultirange(tstzrange(at, at + interval '2 minutes'),
          tstzrange(at + interval '150 seconds', at + interval '5 minutes')),
        'Europe/Moscow'
      from activities, lateral (
        select ${`${month}-01`}::timestamptz + make_interval(mins => ${round * 7}::int) as at) moments`.execute(
      queries,
    );
}

/** Runs the program to its end and looks at its memory meanwhile. */
async function measure(words: readonly string[], settings: Readonly<Record<string, string>>): Promise<void> {
  const begin = performance.now();
  const child = spawn(process.execPath, [...memory, 'bin/main.js', ...words], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  const over = new AbortController();
  void ended.then(() => over.abort());
  let resident = 0;
  try {
    for await (const _ of every(200, null, { signal: over.signal }))
      resident = Math.max(resident, residentMegabytes(child.pid ?? 0, 'VmHWM'));
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
  const seconds = (performance.now() - begin) / 1_000;
  console.log(
    `${words.join(' ')}: ${seconds.toFixed(1)} s; ${resident.toFixed(0)} MB resident at most` +
      ` (at most ${mostResident}: ${resident <= mostResident ? 'met' : 'MISSED'}); ended with ${child.exitCode}`,
  );
}

const server = await openServer(databaseUrl);
const name = 'bench_archive';
const url = await server.freshDatabase(name);
const dataDir = await mkdtemp(join(tmpdir(), 'minuta-bench-archive-'));
const database = await openDatabase({ url, dataDir });
try {
  await migrate(database.queries);
  await fill(database.queries, Number(values.sessions));
  const bucket = values.bucket && bucketUrl !== undefined ? { OBJECT_STORE_URL: bucketUrl } : {};
  const settings = { DATABASE_URL: url, DATA_DIR: dataDir, ...bucket };
  await measure(['archive', 'run'], settings);
  await measure(['archive', 'verify'], settings);
  await measure(['archive', 'restore', month], settings);
  const { rows } = await sql<{ bytes: number; count: number; rows: number }>`
    select sum(bytes)::bigint as bytes, sum(row_count)::bigint as rows, (select count(*) from sessions) as count
    from archive_months`.execute(database.queries);
  console.log(`${rows[0]?.rows} rows in ${rows[0]?.bytes} bytes; ${rows[0]?.count} are back`);
} finally {
  await database.close();
  await server.dropDatabase(name);
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
}
