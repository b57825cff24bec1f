import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { archiveOldMonths } from './run-archive.ts';
import { restoreMonth } from './restore-month.ts';
import { readRuns } from './store/months.ts';
import { archiveOf, clearLives, fillMonth, makeMonths, march, sumOf } from './testing.ts';

const calm = new AbortController().signal;

describeOnPostgres('an archive beside transactions of others', (server) => {
  let database: Database;
  let folder: string;
  let objects: Objects;
  beforeEach(async () => {
    database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    await clearLives(database.queries);
    await makeMonths(database.queries);
    folder = await mkdtemp(join(tmpdir(), 'minuta-archive-'));
    objects = fileObjects(folder);
  });
  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('D6 writes a month once, however long a transaction goes on that began before its rows', async () => {
    const deps = archiveOf(database, objects);
    const inAMonth = { ...deps, clock: { now: () => deps.clock.now().add({ hours: 24 * 31 }) } };
    let manifests = 0;
    const counting: Objects = {
      ...objects,
      async put(key, ...given) {
        if (key.endsWith('manifest.json')) manifests += 1;
        // What is written for ever is told apart from what is written twice.
        if (manifests > 6) throw new Error('written again and again');
        return objects.put(key, ...given);
      },
    };
    await database.queries.transaction().execute(async (transaction) => {
      await sql`select pg_current_xact_id()`.execute(transaction);
      await fillMonth(database.queries, march, { people: 2, sessions: 5 });
      await archiveOldMonths({ ...deps, objects: counting }, calm);
      await restoreMonth(deps, { month: march }, calm);
      await archiveOldMonths({ ...inAMonth, objects: counting }, calm);
    });
    const runs = await readRuns(database.queries, {});
    expect(runs.map(({ table, state }) => `${table} ${state}`)).toEqual([
      'session_events_log dropped',
      'sessions dropped',
      'statistics dropped',
    ]);
    expect(manifests).toBe(3);
  });

  it('D6 writes a month again that a part of an older transaction changes after it was added up', async () => {
    await fillMonth(database.queries, march, { people: 2, sessions: 5 });
    const [begun, summed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const change = database.queries.transaction().execute(async (transaction) => {
      await sql`savepoint part`.execute(transaction);
      await sql`insert into statistics (event, timestamp) values ('start', '2026-11-05')`.execute(transaction);
      begun.resolve();
      await summed.promise;
      await sql`
        update sessions set duration = duration - 1 where id = (select min(id::text)::uuid from sessions)`.execute(
        transaction,
      );
    });
    await begun.promise;
    const afterSumming: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows[0] && 'digest' in result.rows[0] && !('run' in result.rows[0])) {
          summed.resolve();
          await change;
        }
        return result;
      },
    };
    const deps = archiveOf(database, objects);
    const where = { table: 'sessions', month: march } as const;
    const before = await sumOf(database.queries, 'sessions', march);
    await archiveOldMonths(
      { ...deps, database: { ...database, queries: database.queries.withPlugin(afterSumming) } },
      calm,
    );
    const [run] = await readRuns(database.queries, where);
    await restoreMonth(deps, where, calm);
    const after = await sumOf(database.queries, 'sessions', march);
    expect(after).not.toEqual(before);
    expect(after).toEqual({ rows: run?.written?.rows, digest: run?.written?.digest });
  });
});
