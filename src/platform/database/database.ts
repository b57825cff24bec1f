import { join } from 'node:path';
import { Kysely } from 'kysely';
import { pgliteDriver } from './pglite.ts';
import { readPostgresAddress, type PostgresAddress } from './postgres-address.ts';
import { postgresDriver, type PoolState } from './postgres.ts';
import { watchReplica, type Replica, type ReplicaOptions } from './replica.ts';
import { openReads, openSession, type Session, type Statement, type Wire } from './session.ts';
import { sql } from './sql.ts';
import type { Tables } from './tables.ts';

/** What single statements and Kysely's own transactions are written on. */
export type Queries = Kysely<Tables>;

export interface Database {
  readonly queries: Queries;
  /** For reading outside of any transaction, by desks that are also used in one. */
  readonly reads: Session;
  /** A copy for what may be some seconds old; undefined where there is none. */
  readonly replica: Replica | undefined;
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
  /** Of a replica that follows that one. */
  readonly replicaUrl?: string | undefined;
  readonly dataDir: string;
  readonly onError?: (error: Error) => void;
  readonly onReplica?: ReplicaOptions['onState'];
}

/** Connections for reports, which are read beside groups, requests and jobs. */
const replicaConnections = 5;
/** Milliseconds: by then the primary has answered long since. */
const replicaPatience = 2_000;

/** The one place that chooses between PostgreSQL and the embedded database. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.url === undefined ? openEmbedded(settings.dataDir) : openPostgres(settings, settings.url);
}

async function openPostgres(settings: DatabaseSettings, url: string): Promise<Database> {
  const onError = settings.onError ?? (() => undefined);
  const driver = postgresDriver({ ...addressOf(url), onError });
  const queries = new Kysely<Tables>({ dialect: driver.dialect });
  const reads = openReads(driver.connect, queries);
  const { replicaUrl, onReplica: onState = () => undefined } = settings;
  const other = replicaUrl === undefined ? undefined : openReplica(replicaUrl, queries, { primary: reads, onState });
  return {
    queries,
    reads,
    replica: other?.replica,
    exclusive: false,
    transact: (work) => transact(queries, driver.connect, work),
    poolState: driver.state,
    async close() {
      // Kysely ends only what it has begun to use.
      await Promise.all([queries.destroy(), driver.close(), other?.close()]);
    },
  };
}

/** The other copy of the data, with connections of its own: one that hangs keeps nobody from the primary. */
function openReplica(
  url: string,
  compiler: Queries,
  options: Omit<ReplicaOptions, 'replica'>,
): { readonly replica: Replica; readonly close: () => Promise<void> } {
  const driver = postgresDriver({
    ...addressOf(url),
    connections: replicaConnections,
    statementTimeout: replicaPatience,
    patience: replicaPatience,
  });
  const closing = new AbortController();
  const replica = watchReplica({ ...options, replica: openReads(driver.connect, compiler) }, closing.signal);
  const close = async (): Promise<void> => {
    closing.abort();
    await driver.close();
  };
  return { replica, close };
}

/** @throws where it is none, which settings are checked for before. */
function addressOf(url: string): PostgresAddress {
  const address = readPostgresAddress(url);
  if (address === null) throw new Error('this is not the address of a PostgreSQL database');
  return address;
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const driver = await pgliteDriver(join(dataDir, 'database'));
  const queries = new Kysely<Tables>({ dialect: driver.dialect });
  // Kysely ends only what it has begun to use.
  await queries.connection().execute(async () => undefined);
  return {
    queries,
    reads: openReads(driver.connect, queries),
    replica: undefined,
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
