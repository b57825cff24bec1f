import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { CompiledQuery, sql } from 'kysely';
import type { Queries } from './database.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const folder = new URL('../../../migrations/', import.meta.url);
/** The advisory lock of who migrates. Any number will do, as long as every process takes the same. */
export const migrationLock = 4_118_205;

/**
 * Brings the schema up to date: every numbered file that was not applied yet, each in a transaction of its own,
 * one process at a time. A schema newer than this program is left as it is: migrations are made so that the version
 * before goes on serving, and it must be able to start again, too.
 *
 * @returns the names of what was applied.
 * @throws when a file that was applied has been changed since.
 */
export async function migrate(database: Queries): Promise<string[]> {
  const migrations = await readMigrations();
  return database.connection().execute(async (connection) => {
    // Another process may take long over a migration.
    await sql`set statement_timeout = 0`.execute(connection);
    await sql`select pg_advisory_lock(${migrationLock}::bigint)`.execute(connection);
    try {
      await connection.executeQuery(
        CompiledQuery.raw(`create table if not exists schema_migrations (
          version integer primary key, name text not null, checksum text not null,
          applied_at timestamptz not null default now())`),
      );
      const missing = await pending(connection, migrations);
      for (const migration of missing) {
        await connection.transaction().execute(async (transaction) => {
          await transaction.executeQuery(CompiledQuery.raw(migration.text));
          await sql`insert into schema_migrations (version, name, checksum)
            values (${migration.version}::int, ${migration.name}, ${migration.checksum})`.execute(transaction);
        });
      }
      return missing.map(({ name }) => name);
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock}::bigint)`.execute(connection);
      await sql`reset statement_timeout`.execute(connection);
    }
  });
}

/** @throws when the schema lacks a migration that this program needs. */
export async function requireCurrentSchema(database: Queries): Promise<void> {
  const { rows } = await sql<{ known: string | null }>`select to_regclass('schema_migrations')::text as known`.execute(
    database,
  );
  const missing = rows[0]?.known ? await pending(database, await readMigrations()) : await readMigrations();
  const [first] = missing;
  if (first) throw new Error(`the database lacks migration ${first.name}; run «minuta migrate» or set MIGRATE=on`);
}

async function pending(database: Queries, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await sql<{ version: number; name: string; checksum: string }>`
    select version, name, checksum from schema_migrations`.execute(database);
  const applied = new Map(rows.map((row) => [row.version, row]));
  for (const migration of migrations) {
    const row = applied.get(migration.version);
    if (row && row.checksum !== migration.checksum)
      throw new Error(`migration ${migration.name} was changed after it had been applied`);
  }
  return migrations.filter(({ version }) => !applied.has(version));
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      return { version: Number(name.slice(0, 4)), name, text, checksum };
    }),
  );
}
