import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { pgliteDriver } from './pglite.ts';
import { postgresDriver, type PoolState } from './postgres.ts';
import { openSession, type Session, type Statement, type Wire } from './session.ts';
import type { Tables } from './tables.ts';

/** What single statements and Kysely's own transactions are written on. */
export type Queries = Kysely<Tables>;

export interface Database {
  readonly queries: Queries;
  /** Whether this process alone can reach the data, as with the embedded database. */
  readonly exclusive: boolean;
  /**
   * Runs work in a transaction that travels as little as it can: the beginning goes with the first statements that
   * `work` sends, the commit with the last ones, which `work` returns instead of sending.
   *
   * @returns what `work` made, with the rows of its last statements.
   * @throws what the database says; then nothing has been committed, or the connection broke and nobody knows.
   */
  transact<T>(work: (session: Session) => Promise<Ending<T>>): Promise<T>;
  poolState(): PoolState;
  close(): Promise<void>;
}

/** How a transaction ends: with these statements, whose results make its own. */
export interface Ending<T> {
  readonly statements: readonly Statement[];
  readonly conclude: (rows: readonly (readonly unknown[])[]) => T;
}

export interface DatabaseSettings {
  /** A PostgreSQL address; without one the embedded database in `dataDir` serves. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  readonly onError?: (error: Error) => void;
}

/** The one place that chooses between PostgreSQL and the embedded database. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if (settings.url !== undefined) {
    const driver = postgresDriver({ url: settings.url, ...(settings.onError ? { onError: settings.onError } : {}) });
    const queries = new Kysely<Tables>({ dialect: driver.dialect });
    return {
      queries,
      exclusive: false,
      transact: (work) => transact(queries, driver.connect, work),
      poolState: driver.state,
      close: () => queries.destroy(),
    };
  }
  const driver = await pgliteDriver(join(settings.dataDir, 'database'));
  const queries = new Kysely<Tables>({ dialect: driver.dialect });
  // Kysely ends only what it has begun to use.
  await queries.connection().execute(async () => undefined);
  return {
    queries,
    exclusive: true,
    transact: (work) => transact(queries, driver.connect, work),
    poolState: () => ({ total: 1, idle: 1, waiting: 0 }),
    close: () => queries.destroy(),
  };
}

async function transact<T>(
  queries: Queries,
  connect: () => Promise<Wire>,
  work: (session: Session) => Promise<Ending<T>>,
): Promise<T> {
  const wire = await connect();
  const session = openSession(wire, queries, sql`begin`);
  let isBroken = false;
  try {
    const { statements, conclude } = await work(session);
    // A transaction that has failed answers its commit with a rollback, and one of its statements with the error.
    const rows = await session.send(...statements, sql`commit`);
    return conclude(rows.slice(0, -1));
  } catch (error) {
    isBroken = await session.send(sql`rollback`).then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    wire.release(isBroken);
  }
}
