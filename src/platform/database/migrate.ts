import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { CompiledQuery, sql } from 'kysely';
import { projectFile } from '../project-file.ts';
import { rest } from '../rest.ts';
import type { Queries } from './database.ts';
import { sqlState } from './errors.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const folder = projectFile('migrations/');
/** The advisory lock of who migrates. Any number will do, as long as every process takes the same. */
export const migrationLock = 4_118_205;
/** SQLSTATE of a lock that was waited for too long, and of one for which two waited in a circle. */
const tablesWereBusy: ReadonlySet<string | null> = new Set(['55P03', '40P01']);

/** Milliseconds for which a migration waits for a table, and everybody who wants that table behind it. */
const lockPatience = 1_000;
/** Times a migration is tried that met a long report each time. */
const mostAttempts = 60;

/**
 * Brings the schema up to date: every numbered file that was not applied yet, each in a transaction of its own,
 * one process at a time. A schema newer than this program is left as it is: migrations are made so that the version
 * before goes on serving, and it must be able to start again, too.
 *
 * @returns the names of what was applied.
 * @throws when a file that was applied has been changed since, or something holds a table for over a minute.
 */
export async function migrate(database: Queries): Promise<string[]> {
  const migrations = await readMigrations();
  const applied: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      const name = await applyNext(database, migrations);
      if (name === null) return applied;
      applied.push(name);
      attempt = 0;
    } catch (error) {
      if (attempt >= mostAttempts || !tablesWereBusy.has(sqlState(error))) throw error;
      await rest(lockPatience * Math.random());
    }
  }
}

/**
 * The lock on migrating ends with the transaction, because behind a pooler the next one may have another connection;
 * what is missing is read behind it.
 */
function applyNext(database: Queries, migrations: readonly Migration[]): Promise<string | null> {
  return database.transaction().execute(async (transaction) => {
    // Another process may take long over a migration, and so may this one.
    await sql`select set_config('statement_timeout', '0', true)`.execute(transaction);
    await sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`.execute(transaction);
    await sql`select set_config('lock_timeout', ${String(lockPatience)}, true)`.execute(transaction);
    await transaction.executeQuery(
      CompiledQuery.raw(`create table if not exists schema_migrations (
        version integer primary key, name text not null, checksum text not null,
        applied_at timestamptz not null default now())`),
    );
    const [next] = await pending(transaction, migrations);
    if (!next) return null;
    await transaction.executeQuery(CompiledQuery.raw(next.text));
    await sql`insert into schema_migrations (version, name, checksum)
      values (${next.version}::int, ${next.name}, ${next.checksum})`.execute(transaction);
    return next.name;
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
