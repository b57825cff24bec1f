/**
 * What an export of a million sessions takes of a worker: `node bench/exports.ts`.
 *
 * Option: --sessions 1000000. Needs PostgreSQL and S3 (`scripts/servers env`). Missed targets are printed, as a
 * busy machine misses them too.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import { exportFormats, exportKind, type ExportFormatName } from '../src/exports/schema.ts';
import { newJobId } from '../src/jobs/job.ts';
import { queueJob, readJob } from '../src/jobs/store.ts';
import { openDatabase, type Queries } from '../src/platform/database/database.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { isUserId, type UserId } from '../src/platform/ids.ts';
import { openObjects } from '../src/platform/objects/open-objects.ts';
import { createTestDatabase } from '../test/support/servers.ts';
import { freePort, memory, startProcess, type RunningBot } from './updates/contestants.ts';
import { residentMegabytes } from './updates/process-cost.ts';

const { values } = parseArgs({ options: { sessions: { type: 'string', default: '1000000' } } });
const { TEST_OBJECT_STORE_URL: objectsUrl } = z.object({ TEST_OBJECT_STORE_URL: z.string() }).parse(process.env);

/** MB that a worker may have resident while it writes, and milliseconds for which it may keep others waiting. */
const bounds = { resident: 200, stall: 100 };

/** Sessions written in one statement: more would take longer than one may. */
const fillAtOnce = 20_000;

/** A person who has tracked a minute and a half of every three for nearly five years: none is old enough for the archive. */
async function fill(queries: Queries, count: number): Promise<UserId> {
  const { rows } = await sql<{ user: number; activity: number }>`
    with made as (
      insert into users (telegram_id, first_name, time_zone) values (5000000000, 'Аня', 'Europe/Moscow') returning id)
    insert into activities (user_id, name, name_key)
    select id, 'Чтение; =1+1', 'чтение; =1+1' from made returning user_id as "user", id as activity`.execute(queries);
  const { user = 0, activity = 0 } = rows[0] ?? {};
  if (!isUserId(user)) throw new Error('nobody was made');
  for (let first = 1; first <= count; first += fillAtOnce)
    await sql`
      insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      select gen_random_uuid(), ${user}::bigint, ${activity}::bigint, at, at + interval '100 seconds', 90,
        tstzmultirange(tstzrange(at, at + interval '40 seconds'),
          tstzrange(at + interval '50 seconds', at + interval '100 seconds')),
        'Europe/Moscow'
      from generate_series(${first}::int, ${Math.min(count, first + fillAtOnce - 1)}::int) n,
        lateral (select timestamptz '2022-01-01' + n * interval '150 seconds' as at) moments`.execute(queries);
  await sql`vacuum analyze sessions`.execute(queries);
  return user;
}

const verdict = (value: number, bound: number): string => (value <= bound ? 'met' : 'MISSED');

interface Figures {
  readonly seconds: number;
  readonly megabytes: number;
  /** MB resident at most since the export began, and before it. */
  readonly resident: number;
  readonly before: number;
  /** The longest that the process kept a request waiting meanwhile, in milliseconds. */
  readonly stall: number;
}

async function measure(
  queries: Queries,
  worker: RunningBot,
  userId: UserId,
  format: ExportFormatName,
): Promise<Figures> {
  // From now on `VmHWM` is the peak of what follows.
  await writeFile(`/proc/${worker.pid}/clear_refs`, '5');
  const before = residentMegabytes(worker.pid, 'VmRSS');
  const id = newJobId();
  const begin = performance.now();
  await queueJob({ id, kind: exportKind, userId, arguments: { format }, telling: null }).execute(queries);
  let stall = 0;
  for (;;) {
    const asked = performance.now();
    await (await fetch(`http://127.0.0.1:${worker.port}/healthz`)).text();
    stall = Math.max(stall, performance.now() - asked);
    const job = await readJob(queries, id);
    if (job?.status === 'failed') throw new Error('the export has failed');
    if (job?.file) {
      const seconds = (performance.now() - begin) / 1_000;
      const resident = residentMegabytes(worker.pid, 'VmHWM');
      await openObjects({ url: objectsUrl, dataDir: '' }).delete(job.file.key);
      return { seconds, megabytes: job.file.size / 1_000_000, resident, before, stall };
    }
    await sleep(10);
  }
}

const place = await createTestDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'minuta-bench-exports-'));
const database = await openDatabase({ url: place.url, dataDir });
try {
  await migrate(database.queries);
  const userId = await fill(database.queries, Number(values.sessions));
  const aws = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      value !== undefined && key.startsWith('AWS_') ? [[key, value]] : [],
    ),
  );
  const settings = {
    ...aws,
    DATABASE_URL: place.url,
    OBJECT_STORE_URL: objectsUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
  };
  const run = async (format: ExportFormatName): Promise<Figures> => {
    const worker = await startProcess([...memory, 'bin/main.js', 'start', 'worker'], await freePort(), settings);
    try {
      return await measure(database.queries, worker, userId, format);
    } finally {
      await worker.stop();
    }
  };
  // The first run after a change of the code fills Node's compile cache, which takes memory of its own.
  await run('json');
  const results: Record<string, Figures> = {};
  for (const format of exportFormats) {
    const figures = await run(format);
    results[format] = figures;
    const { seconds, megabytes, resident, before, stall } = figures;
    console.log(
      `${format}: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s;` +
        ` ${before.toFixed(0)} MB resident before, ${resident.toFixed(0)} at most` +
        ` (at most ${bounds.resident}: ${verdict(resident, bounds.resident)});` +
        ` others waited ${stall.toFixed(0)} ms at most (at most ${bounds.stall}: ${verdict(stall, bounds.stall)})`,
    );
  }
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/exports.json', `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await database.close();
  await place.drop();
  await rm(dataDir, { recursive: true, force: true });
}
