import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { restoreMonth } from '../archive/restore-month.ts';
import { archiveOldMonths } from '../archive/run-archive.ts';
import { archiveOf, clearLives, fillMonth, march, now } from '../archive/testing.ts';
import { unzip } from '../exports/zip-testing.ts';
import { queueRequested } from '../jobs/request-job.ts';
import { takeJob, type TakenJob } from '../jobs/store.ts';
import { createInProcessCache } from '../platform/cache/in-process.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import { ObjectsError, type Objects } from '../platform/objects/objects.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { allDataKind, gatherAllData } from './all-data.ts';
import { erasePerson } from './erase-person.ts';
import { requestErasure } from './request-erasure.ts';
import { places } from './store/places.ts';
import { liveFully } from './testing.ts';

const never = new AbortController().signal;
const context = { signal: never, report: () => undefined };
const rowsShape = z.array(z.record(z.string(), z.unknown()));
const clock = { now: () => now };

const rowsOf = (files: Map<string, string>, name: string) => rowsShape.parse(JSON.parse(files.get(name) ?? ''));

describeOnBothEngines('all that is known about somebody', (database) => {
  let folder: string;
  let objects: Objects;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-all-data-'));
    objects = fileObjects(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => clearLives(database().queries));

  async function taken(): Promise<TakenJob> {
    const job = await takeJob(database().queries, 60_000);
    if (!job) throw new Error('there is no job');
    return job;
  }

  async function gathered(userId: UserId, store = objects): Promise<Map<string, string>> {
    const defaults = { language: 'ru', timeZone: 'Europe/Moscow' } as const;
    const { queries } = database();
    await queueRequested(database(), { userId, kind: allDataKind, arguments: {} });
    const job = await taken();
    const file = await gatherAllData({ queries, objects: store, clock, defaults }).make(job, context);
    expect(file).toMatchObject({ type: 'application/zip', name: 'minuta-all-2026-11-22.zip' });
    const stored = await objects.get(file?.key ?? '');
    if (!stored) throw new Error('no file was made');
    return unzip(await buffer(stored.content));
  }

  it('T12 is one file with every row there is, and nothing of others', async () => {
    const [life, other] = [await liveFully(database().queries), await liveFully(database().queries)];
    const files = await gathered(life.userId);
    const expected = places.flatMap(({ file }) => (file === undefined ? [] : [`${file}.json`]));
    expect([...files.keys()]).toEqual(['profile.json', ...expected, 'about.json']);
    for (const name of expected) expect([name, rowsOf(files, name).length > 0]).toEqual([name, true]);
    expect(rowsOf(files, 'profile.json')).toMatchObject([{ id: life.userId, telegram_id: life.telegramId }]);
    for (const [place, table] of [
      ['sessions', 'sessions'],
      ['interactions', 'statistics'],
      ['session_events', 'session_events_log'],
    ] as const) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} where user_id = ${life.userId}`.execute(
        database().queries,
      );
      const given = rowsOf(files, `${place}.json`);
      expect([place, given.length, new Set(given.map(({ id }) => id)).size]).toEqual([
        place,
        rows[0]?.count,
        rows[0]?.count,
      ]);
    }
    const everything = [...files.values()].join('\n');
    for (const trace of other.traces) expect(everything).not.toContain(trace);
    expect(JSON.parse(files.get('about.json') ?? '')).toMatchObject({
      minuta_all_data: 1,
      user: { id: String(life.userId), telegram_id: String(life.telegramId) },
      files: ['profile.json', ...expected],
      unread: [],
    });
  });

  it('T12 D6 has what lies in the archive, and says what cannot be read now', async () => {
    const [, second] = await fillMonth(database().queries, march, { people: 3, sessions: 6 });
    if (second === undefined) throw new Error('nobody lived');
    await archiveOldMonths(archiveOf(database(), objects), never);
    const files = await gathered(second);
    const archived = [...files.keys()].filter((name) => name.startsWith('archive/'));
    expect(archived.map((name) => name.replace(/-[0-9a-f]{8}\.json$/, ''))).toEqual([
      'archive/session_events_log-2021-03',
      'archive/sessions-2021-03',
      'archive/statistics-2021-03',
    ]);
    expect(archived.map((name) => rowsOf(files, name).length)).toEqual([6, 6, 4]);
    expect(archived.flatMap((name) => rowsOf(files, name).map((row) => row['user_id']))).toEqual(
      Array.from({ length: 16 }, () => second),
    );

    const cold: Objects = {
      ...objects,
      get: async (key) => {
        if (key.includes('statistics')) throw new ObjectsError('frozen', { isFrozen: true });
        return objects.get(key);
      },
    };
    const today = await gathered(second, cold);
    expect([...today.keys()].filter((name) => name.startsWith('archive/'))).toHaveLength(2);
    expect(JSON.parse(today.get('about.json') ?? '')).toMatchObject({
      unread: [{ table: 'statistics', month: '2021-03', reason: 'in cold storage' }],
    });
  });

  it('T12 D6 is gone from the archive when somebody has been erased', async () => {
    const [first, second] = await fillMonth(database().queries, march, { people: 2, sessions: 6 });
    if (first === undefined || second === undefined) throw new Error('nobody lived');
    const deps = archiveOf(database(), objects);
    await archiveOldMonths(deps, never);
    const { queries } = database();
    await queries.transaction().execute((transaction) => requestErasure(transaction, first));
    const job = await taken();
    const cache = createInProcessCache();
    await erasePerson({ database: database(), objects, cache, clock, log: silentLogger }).make(job, context);
    const restored = await restoreMonth(deps, { month: march, table: 'sessions' }, never);
    expect(restored).toMatchObject([{ rows: 6, newRows: 6, erasedRows: 6 }]);
    const { rows } = await sql`select distinct user_id from sessions`.execute(queries);
    expect(rows).toEqual([{ user_id: second }]);
  });
});
