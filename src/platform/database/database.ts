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
   * `work` sends, the commit with the last one, which `work` returns instead of sending.
   *
   * @returns what `work` makes of the rows of its last statement.
   * @throws what the database says; then nothing has been committed, or the connection broke and nobody knows.
   */
  transact<T, R>(work: (session: Session) => Promise<Ending<T, R>>): Promise<T>;
  poolState(): PoolState;
  close(): Promise<void>;
}

/** How a transaction ends: with a last statement, whose rows make its result. */
export interface Ending<T, R> {
  /** What goes before the last statement, with it. */
  readonly before: readonly Statement[];
  readonly statement: Statement<R>;
  readonly conclude: (rows: readonly R[]) => T;
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

async function transact<T, R>(
  queries: Queries,
  connect: () => Promise<Wire>,
  work: (session: Session) => Promise<Ending<T, R>>,
): Promise<T> {
  const wire = await connect();
  const session = openSession(wire, queries, sql`begin`);
  let isBroken = false;
  try {
    const { before, statement, conclude } = await work(session);
    // A transaction that has failed answers its commit with a rollback, and the statement before with the error.
    return conclude(await session.end(before, statement, sql`commit`));
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
