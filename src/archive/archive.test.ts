import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestBucket } from '../../test/support/test-bucket.ts';
import { describeWith } from '../../test/support/servers.ts';
import type { Database } from '../platform/database/database.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { openObjects } from '../platform/objects/open-objects.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { archivedTables } from './rules/layout.ts';
import { archiveOldMonths } from './run-archive.ts';
import { restoreMonth } from './restore-month.ts';
import { readRuns } from './store/months.ts';
import { april, archiveOf, clearLives, fillMonth, makeMonths, march, sumOf } from './testing.ts';
import { verifyRun } from './verify-run.ts';

const calm = new AbortController().signal;

/** What is the same wherever the archive lies. */
function suite(database: () => Database, place: (folder: string) => Promise<string>): void {
  let folder = '';
  let objects: Objects;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-archive-'));
    objects = openObjects({ url: await place(folder), dataDir: folder });
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    await clearLives(database().queries);
    await makeMonths(database().queries);
    for await (const { key } of objects.list('archive/')) await objects.delete(key);
  });

  const sums = (month: Temporal.PlainYearMonth) =>
    Promise.all(archivedTables.map((table) => sumOf(database().queries, table, month)));
  const states = async () => (await readRuns(database().queries, {})).map(({ table, state }) => `${table} ${state}`);

  it('D6 whole months past retention go to the store, and come back to the last digit', async () => {
    const deps = archiveOf(database(), objects);
    await fillMonth(database().queries, march, { people: 3, sessions: 40 });
    await fillMonth(database().queries, april, { people: 3, sessions: 10 });
    const before = await sums(march);
    expect(before.map((sum) => sum?.rows)).toEqual([120, 120, 120]);

    const { months, waiting } = await archiveOldMonths(deps, calm);
    expect(waiting).toEqual([]);
    expect(months.map(({ table, month, rows }) => `${table} ${month.toString()} ${rows}`)).toEqual([
      'sessions 2021-03 120',
      'sessions 2021-04 30',
      'session_events_log 2021-03 120',
      'session_events_log 2021-04 30',
      'statistics 2021-03 120',
      'statistics 2021-04 30',
    ]);
    expect([...(await sums(march)), ...(await sums(april))]).toEqual(Array.from({ length: 6 }, () => null));
    for (const run of await readRuns(database().queries, {})) {
      expect(run.state).toBe('dropped');
      expect(await verifyRun(deps, run, calm)).toEqual({ rows: run.written?.rows, erasedRows: 0 });
    }

    for (const newRows of [120, 0]) {
      const restored = await restoreMonth(deps, { month: march }, calm);
      expect(restored.map((run) => [run.rows, run.newRows])).toEqual(Array.from({ length: 3 }, () => [120, newRows]));
      expect(await sums(march)).toEqual(before);
    }
  });

  it('D6 one person’s month comes back alone, and another table stays away', async () => {
    const deps = archiveOf(database(), objects);
    const [, second] = await fillMonth(database().queries, march, { people: 3, sessions: 6 });
    await archiveOldMonths(deps, calm);
    const restored = await restoreMonth(deps, { month: march, userId: second, table: 'sessions' }, calm);
    expect(restored).toMatchObject([{ table: 'sessions', rows: 6, newRows: 6, erasedRows: 0 }]);
    const { rows } = await sql`select user_id, count(*) from sessions group by user_id`.execute(database().queries);
    expect(rows).toEqual([{ user_id: second, count: 6 }]);
    expect(await sumOf(database().queries, 'statistics', march)).toBeNull();
  });

  it('D6 a month that was brought back stays for a while, and goes again without being written twice', async () => {
    const deps = archiveOf(database(), objects);
    await fillMonth(database().queries, march, { people: 2, sessions: 5 });
    await archiveOldMonths(deps, calm);
    await restoreMonth(deps, { month: march }, calm);
    const soon = await archiveOldMonths(deps, calm);
    expect(soon.waiting.map(({ reason }) => reason)).toEqual(['restored', 'restored', 'restored']);

    const later = { ...deps, clock: { now: () => deps.clock.now().add({ hours: 24 * 31 }) } };
    await archiveOldMonths(later, calm);
    expect(await sums(march)).toEqual([null, null, null]);
    expect(await states()).toEqual(['session_events_log dropped', 'sessions dropped', 'statistics dropped']);
  });

  it('D6 keeps a month in which a session goes on again before its row is written', async () => {
    await fillMonth(database().queries, march, { people: 1, sessions: 2 });
    const whileWriting: Objects = {
      ...objects,
      async put(...given) {
        await sql`
          update sessions set finished_at = null, duration = null
          where started_at = (select max(started_at) from sessions)`.execute(database().queries);
        return objects.put(...given);
      },
    };
    await archiveOldMonths(archiveOf(database(), whileWriting), calm);
    expect((await sumOf(database().queries, 'sessions', march))?.rows).toBe(2);
  });

  it('T12 an erased person’s rows are noise in the archive, and nothing brings them back', async () => {
    const deps = archiveOf(database(), objects);
    const { queries } = database();
    const [first] = await fillMonth(queries, march, { people: 2, sessions: 9 });
    await archiveOldMonths(deps, calm);
    // While their key is there, the person cannot be deleted.
    await expect(sql`delete from users where id = ${first}::bigint`.execute(queries)).rejects.toThrow('archive_keys');
    await sql`delete from archive_keys where user_id = ${first}::bigint`.execute(queries);
    await sql`delete from users where id = ${first}::bigint`.execute(queries);

    for (const run of await readRuns(queries, { table: 'sessions' }))
      expect(await verifyRun(deps, run, calm)).toEqual({ rows: 9, erasedRows: 9 });
    const restored = await restoreMonth(deps, { month: march }, calm);
    // Every third event of the statistics is nobody's.
    expect(restored.map(({ newRows, erasedRows }) => [newRows, erasedRows])).toEqual([
      [9, 9],
      [9, 9],
      [12, 6],
    ]);
    for (const table of archivedTables) {
      const found = await sql`select from ${sql.table(table)} where user_id = ${first}::bigint`.execute(queries);
      expect(found.rows).toEqual([]);
    }
  });
}

describeOnBothEngines('months that leave the database for a folder', (database) => {
  suite(database, async (folder) => `file:${folder}`);

  it('D6 keeps a month in which a session goes on, and all after it', async () => {
    const { queries } = database();
    const deps = archiveOf(database(), openObjects({ dataDir: '/nowhere' }));
    await fillMonth(queries, march, { people: 1, sessions: 1 });
    await sql`update sessions set finished_at = null, duration = null`.execute(queries);
    await sql`delete from session_events_log`.execute(queries);
    await sql`delete from statistics`.execute(queries);
    const { waiting } = await archiveOldMonths(deps, calm);
    expect(waiting.map(({ table, reason }) => `${table} ${reason}`)).toEqual(['sessions running']);
    expect((await sumOf(queries, 'sessions', april))?.rows).toBe(0);
  });

  it('D6 keeps sessions until their aggregates are closed, and leaves the month to them from then on', async () => {
    const { queries } = database();
    const deps = archiveOf(database(), openObjects({ dataDir: '/nowhere' }));
    await sql`update aggregate_state set closed_before = '2021-04-01'`.execute(queries);
    const { waiting } = await archiveOldMonths(deps, calm);
    expect(waiting).toEqual([{ table: 'sessions', month: april, reason: 'open' }]);
    const { rows } = await sql`select archived_before::text from aggregate_state`.execute(queries);
    expect(rows).toEqual([{ archived_before: '2021-04-01' }]);
  });

  it('D6 finds old rows that were kept without a month', async () => {
    const { queries } = database();
    const folder = await mkdtemp(join(tmpdir(), 'minuta-archive-'));
    const deps = archiveOf(database(), openObjects({ dataDir: folder }));
    await sql`insert into statistics (event, timestamp) values ('start', '2019-07-05')`.execute(queries);
    const { months } = await archiveOldMonths(deps, calm);
    expect(months.map(({ month, rows }) => `${month.toString()} ${rows}`)).toContain('2019-07 1');
    await rm(folder, { recursive: true });
  });
});

describeWith(['S3'], 'the archive in a bucket', () => {
  describeOnBothEngines('months that leave the database for a bucket', (database) => {
    suite(database, createTestBucket);

    it('D6 lie in the class of storage they were given, come back when they are thawed, and never before', async () => {
      const bucket = openObjects({ url: await createTestBucket(), dataDir: '' });
      const deps = { ...archiveOf(database(), bucket), storageClass: 'GLACIER' };
      await fillMonth(database().queries, march, { people: 2, sessions: 5 });
      await archiveOldMonths(deps, calm);
      const [run] = await readRuns(database().queries, { table: 'sessions' });
      if (!run) throw new Error('nothing was archived');
      await expect(verifyRun(deps, run, calm)).rejects.toMatchObject({ isFrozen: true });
      const asked = await restoreMonth(deps, { month: march, table: 'sessions' }, calm);
      expect(asked).toMatchObject([{ newRows: asked[0]?.frozenParts === 0 ? 10 : 0 }]);
      const thawed = await restoreMonth(deps, { month: march, table: 'sessions' }, calm);
      expect(thawed).toMatchObject([{ frozenParts: 0, rows: 10 }]);
      expect((await sumOf(database().queries, 'sessions', march))?.rows).toBe(10);
    });
  });
});
