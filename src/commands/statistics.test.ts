import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { rollUp } from '../interactions/roll-up.ts';
import { writeRows } from '../interactions/testing.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

describeOnPostgres('minuta statistics', (server) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    const row = { event: 'text', userId: 1, handler: '/a', outcome: 'done', source: null, version: 1 };
    await writeRows(database, [
      { ...row, at: Date.parse('2026-03-05T10:00:00Z') },
      { ...row, at: Date.parse('2026-03-06T10:00:00Z') },
    ]);
    await rollUp(database, Temporal.Instant.from('2026-03-07T10:00:00Z'), new AbortController().signal);
    await sql`update statistics_totals set so_far = array[7]`.execute(database.queries);
  });
  afterAll(() => database.close());

  /** Runs the program until it ends. */
  function minuta(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: server.url() };
      const child = execFile(
        process.execPath,
        [main, 'statistics', ...words],
        { env, timeout: 150_000 },
        (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
  }

  async function sums(): Promise<readonly unknown[]> {
    const { rows } = await sql<{ so_far: unknown }>`
      select so_far from statistics_totals order by day`.execute(database.queries);
    return rows.map((row) => row.so_far);
  }

  it('S2 makes sums anew of their rows, all of them or those since a day', async () => {
    expect(await sums()).toEqual([[7], [7]]);
    const done = { code: 0, out: '2 days are made anew.\n' };
    expect(await minuta('rebuild', '--from', '2026-03-06')).toMatchObject(done);
    expect(await sums()).toEqual([[7], [1]]);
    expect(await minuta('rebuild')).toMatchObject({ code: 0, out: '3 days are made anew.\n' });
    expect(await sums()).toEqual([[1], [1]]);
  });

  it('says how it is used', async () => {
    for (const words of [[], ['verify'], ['rebuild', 'all']])
      expect(await minuta(...words)).toMatchObject({ code: 1, err: expect.stringMatching(/^minuta: use: /) });
    expect(await minuta('rebuild', '--from', 'monday')).toMatchObject({
      code: 1,
      err: 'minuta: --from takes a day such as 2026-11-22, not monday\n',
    });
  });
});
