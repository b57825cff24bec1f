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

  it('refuses a second opening of its folder', async () => {
    await expect(openDatabase({ dataDir: folder })).rejects.toThrow(/in use by another process/);
  });
});
