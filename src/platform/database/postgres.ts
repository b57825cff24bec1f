import { PostgresDialect, type PostgresPool, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import { pauseAfter } from '../backoff.ts';
import { Pool, type PoolClient } from 'pg';
import { rest } from '../rest.ts';
import { poolerSettings, sessionSettings, transactionSettings } from './connection-settings.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { PostgresConnection, type ConnectionOptions } from './postgres-connection.ts';
import type { Wire } from './session.ts';
import { StatementNames } from './statement-names.ts';
import { valueTypes } from './values.ts';

export interface PostgresOptions extends PostgresAddress {
  /** Connections at most. */
  readonly connections?: number;
  /** Milliseconds after which the server ends a statement. */
  readonly statementTimeout?: number;
  /** Milliseconds for which a free connection is waited for, and a new one. */
  readonly patience?: number;
  readonly onError?: (error: Error) => void;
}

export interface PoolState {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface PostgresDriver {
  readonly dialect: PostgresDialect;
  readonly state: () => PoolState;
  readonly connect: () => Promise<Wire>;
  /** Ends all connections, once. */
  readonly close: () => Promise<void>;
}

/** Who waits for a connection beyond these is sent away at once, because the others' patience would be over first. */
const mostWaiting = 1_000;
/** Milliseconds a server that cannot be reached is left alone, doubled with each attempt. */
const [firstPause, longestPause] = [50, 1_000];
/** Looks at each connection within the time in which it must have answered. */
const looks = 8;
/**
 * Milliseconds for which a connection that nobody needs is kept: a new one costs the server some 15 ms of its processor
 * and those who wait for it more, until all plans are made again, and at a steady load the last one is needed now and then.
 */
const lingering = 60_000;
/** Milliseconds for which a transaction may lie idle, its work being done elsewhere. */
const idleTimeout = 30_000;

/** Nobody is to blame but the load: the same work may succeed later. */
class PoolExhaustedError extends Error {
  override readonly name = 'PoolExhaustedError';
  /** PostgreSQL's own code for too many connections. */
  readonly code = '53300';
}

/** Kysely's dialect over `pg`, with prepared statements: a group of updates repeats the same dozen of them. */
export function postgresDriver(options: PostgresOptions): PostgresDriver {
  const { url, isPooled, statementTimeout = 10_000, patience = 5_000, onError } = options;
  const pool = new Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: patience,
    idleTimeoutMillis: lingering,
    // A pooler refuses to be told at the beginning what it cannot keep.
    ...(isPooled ? {} : { statement_timeout: statementTimeout, idle_in_transaction_session_timeout: idleTimeout }),
    application_name: 'minuta',
    keepAlive: true,
    pipeline: true,
    types: valueTypes,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => onError?.(error));
  pool.on('connect', (client) => {
    // The pool listens only while a connection is idle; one that breaks in use would end the process just the same.
    client.on('error', (error) => onError?.(error));
    // Goes before whatever the connection is asked next; where it fails, that will fail too, and tell.
    client.query(isPooled ? poolerSettings : sessionSettings).catch((error: unknown) => onError?.(asError(error)));
  });
  const take = takeCarefully(pool);
  const connections = new Set<PostgresConnection>();
  const prefixed = (prefix: string): StatementNames => new StatementNames(isPooled ? undefined : prefix);
  const wrapped = wrapper(connections, {
    names: { single: prefixed('m'), message: prefixed('w') },
    transactionSettings: isPooled ? transactionSettings({ statement: statementTimeout, idle: idleTimeout }) : undefined,
  });
  const looking = setInterval(
    () => {
      for (const connection of connections) connection.look(looks);
    },
    (statementTimeout + patience) / looks,
  ).unref();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= pool.end().finally(() => clearInterval(looking)));
  const source: PostgresPool = {
    options: pool.options,
    connect: async () => wrapped(await take()).kysely,
    end: close,
  };
  return {
    dialect: new PostgresDialect({ pool: source }),
    state: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    connect: async () => wrapped(await take()).connection,
    close,
  };
}

/**
 * Takes connections from the pool. While the server cannot be reached one caller at a time tries, with growing pauses,
 * and all learn what that one learnt: a server that comes back is not met by everybody at once.
 */
function takeCarefully(pool: Pool): () => Promise<PoolClient> {
  let failures = 0;
  let attempt: Promise<void> | undefined;

  async function connect(): Promise<PoolClient> {
    try {
      const client = await pool.connect();
      failures = 0;
      return client;
    } catch (error) {
      // Who has waited in vain for a connection that others use has nothing against the server.
      const isWaiting = pool.totalCount >= pool.options.max && asError(error).message.startsWith('timeout exceeded');
      if (!isWaiting) failures += 1;
      throw error;
    }
  }

  async function tryAgain(): Promise<void> {
    await rest(pauseAfter(failures + 1, { first: firstPause, longest: longestPause }));
    (await connect()).release();
  }

  return async () => {
    if (pool.waitingCount >= mostWaiting)
      throw new PoolExhaustedError('too many wait for a connection to the database');
    if (failures > 0) await (attempt ??= tryAgain().finally(() => (attempt = undefined)));
    return connect();
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

interface Wrapped {
  readonly connection: PostgresConnection;
  readonly kysely: PostgresPoolClient;
}

/**
 * @param connections has those that are open.
 * @returns what gives the same wrapper for the same client, because Kysely recognises a connection by it.
 */
function wrapper(connections: Set<PostgresConnection>, options: ConnectionOptions): (client: PoolClient) => Wrapped {
  const known = new WeakMap<PoolClient, Wrapped>();
  return (client) => {
    const before = known.get(client);
    if (before) return before;
    const one = wrap(client, options);
    known.set(client, one);
    connections.add(one.connection);
    client.once('end', () => connections.delete(one.connection));
    return one;
  };
}

function wrap(client: PoolClient, options: ConnectionOptions): Wrapped {
  const connection = new PostgresConnection(client, options);
  const query = async (text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<unknown>> => {
    const result = await connection.query(text, values);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `pg` does not name the commands, Kysely does
    return result as unknown as PostgresQueryResult<unknown>;
  };
  const release = (destroy?: boolean): void => connection.release(destroy === true);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely's type also has cursors, which nobody asks for
  return { connection, kysely: { query, release } as unknown as PostgresPoolClient };
}
