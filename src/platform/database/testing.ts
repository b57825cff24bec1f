import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { createDataFolder } from '../../../test/support/data-folder.ts';
import { addressOf, createTestDatabase, describeOnPostgres, describeWith } from '../../../test/support/servers.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import type { Statement } from './session.ts';

/** A suite on a migrated database of its own: embedded, always, and on PostgreSQL where that is configured. */
export function describeOnBothEngines(title: string, body: (database: () => Database) => void): void {
  describe(`${title}, embedded`, () => {
    let folder: string;
    beforeAll(async () => {
      folder = await createDataFolder('database');
    });
    afterAll(() => rm(folder, { recursive: true }));
    open(() => openDatabase({ dataDir: folder }), body);
  });
  describeOnPostgres(`${title}, PostgreSQL`, (server) => {
    open(() => openDatabase({ url: server.url(), dataDir: '' }), body);
  });
}

/** The same, and once more through a pooler: what the database port promises. */
export function describeOnEveryEngine(title: string, body: (database: () => Database) => void): void {
  describeOnBothEngines(title, body);
  describeWith(['PostgreSQL', 'PgBouncer'], `${title}, PostgreSQL behind PgBouncer`, () => {
    let made: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
    beforeAll(async () => {
      made = await createTestDatabase();
    });
    afterAll(() => made?.drop());
    open(() => openDatabase({ url: throughPooler(made?.url ?? ''), dataDir: '' }), body);
  });
}

/** The address of a database at the pooler in front of its server. */
export function throughPooler(url: string): string {
  const pooler = new URL(addressOf('PgBouncer') ?? '');
  pooler.pathname = new URL(url).pathname;
  pooler.searchParams.set('pooler', 'transaction');
  return pooler.href;
}

function open(make: () => Promise<Database>, body: (database: () => Database) => void): void {
  let database: Database | undefined;
  beforeAll(async () => {
    database = await make();
    await migrate(database.queries);
  });
  afterAll(() => database?.close());
  body(() => {
    if (!database) throw new Error('the database is opened before the first test, not while suites are described');
    return database;
  });
}

/** Sends one statement in a transaction of its own. */
export function ask<R>(database: Database, statement: Statement<R>): Promise<readonly R[]> {
  return database.transact(async () => ({ before: [], statement, conclude: (rows: readonly R[]) => rows }));
}
