import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { migrate, requireCurrentSchema } from './migrate.ts';

describe('the embedded database', () => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-'));
    database = await openDatabase({ dataDir: folder });
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('migrates once and then has nothing left to do', async () => {
    await expect(requireCurrentSchema(database.queries)).rejects.toThrow(/lacks migration 0001/);
    expect(await migrate(database.queries)).toContain('0001_tracker.sql');
    expect(await migrate(database.queries)).toEqual([]);
    await requireCurrentSchema(database.queries);
  });

  it('gives values back as they went in', async () => {
    const at = Temporal.Instant.from('2026-11-22T07:00:00Z');
    const { rows } =
      await sql`select ${at}::timestamptz as at, ${12}::bigint as n, ${['a"b', 'c\\', null]}::text[] as list,
      ${[1, 2]}::bigint[] as ids, ${{ a: 'ё' }}::jsonb as json, ${true}::boolean as yes`.execute(database.queries);
    expect(rows).toEqual([{ at, n: 12, list: ['a"b', 'c\\', null], ids: [1, 2], json: { a: 'ё' }, yes: true }]);
  });

  it('keeps transactions apart', async () => {
    const seen: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        database.queries.transaction().execute(async (transaction) => {
          seen.push(`${name}1`);
          await sql`select 1`.execute(transaction);
          seen.push(`${name}2`);
        }),
      ),
    );
    expect(seen).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  });

  it('tells a database error by its code', async () => {
    await expect(sql`select 1 / 0`.execute(database.queries)).rejects.toMatchObject({ code: '22012' });
  });

  it('refuses a second opening of its folder', async () => {
    await expect(openDatabase({ dataDir: folder })).rejects.toThrow(/in use by another process/);
  });
});
