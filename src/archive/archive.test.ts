import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { archivedTables } from './rules/layout.ts';
import { archiveOldMonths } from './run-archive.ts';
import { restoreMonth } from './restore-month.ts';
import { readRuns } from './store/months.ts';
import { april, archiveOf, clearLives, fillMonth, march, sumOf } from './testing.ts';
import { verifyRun } from './verify-run.ts';

const calm = new AbortController().signal;

describeOnBothEngines('months that leave the database', (database) => {
  let folder = '';
  let objects: Objects;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-archive-'));
    objects = fileObjects(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    await clearLives(database().queries);
    for await (const { key } of objects.list('archive/')) await objects.delete(key);
  });

  const sums = (month: Temporal.PlainYearMonth) =>
    Promise.all(archivedTables.map((table) => sumOf(database().queries, table, month)));

  it('D6 takes whole months past retention to the store, and brings them back to the last digit', async () => {
    const { queries } = database();
    const deps = archiveOf(database(), objects);
    await fillMonth(queries, march, { people: 3, sessions: 40 });
    await fillMonth(queries, april, { people: 3, sessions: 10 });
    const before = [await sums(march), await sums(april)];
    expect(before[0]?.map((sum) => sum?.rows)).toEqual([120, 120, 120]);

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
    expect([await sums(march), await sums(april)].flat()).toEqual([null, null, null, null, null, null]);
    for (const run of await readRuns(queries, {})) {
      expect(run.state).toBe('dropped');
      expect(await verifyRun(deps, run, calm)).toEqual({ rows: run.written?.rows, erasedRows: 0 });
    }

    for (const times of [1, 2]) {
      const restored = await restoreMonth(deps, { month: march }, calm);
      expect(restored.map(({ rows, newRows }) => [rows, newRows])).toEqual(
        Array.from({ length: 3 }, () => [120, times === 1 ? 120 : 0]),
      );
      expect(await sums(march)).toEqual(before[0]);
    }
    const { rows } = await sql`select closed_before, archived_before::text from aggregate_state`.execute(queries);
    expect(rows).toMatchObject([{ archived_before: '2021-05-01' }]);
  });
});
