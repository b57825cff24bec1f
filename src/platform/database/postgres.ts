import { Pool, type PoolClient } from 'pg';
import { sessionSettings } from './connection-settings.ts';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import { Message } from './postgres-message.ts';
import type { Wire } from './session.ts';
import { encodeValue, valueTypes } from './values.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most. */
  readonly connections?: number;
  /** Milliseconds after which the server ends a statement. */
  readonly statementTimeout?: number;
  /** Whether statements are prepared once per connection; off behind a pooler that cannot keep them. */
  readonly prepare?: boolean;
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
}

/** Kysely's dialect over `pg`, with prepared statements: a group of updates repeats the same dozen of them. */
export function postgresDriver(options: PostgresOptions): PostgresDriver {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeout ?? 10_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'minuta',
    keepAlive: true,
    pipeline: true,
    types: valueTypes,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.onError?.(error));
  pool.on('connect', (client) => {
    // The pool listens only while a connection is idle; one that breaks in use would end the process just the same.
    client.on('error', (error) => options.onError?.(error));
    // Goes before whatever the connection is asked next; where it fails, that will fail too, and tell.
    client.query(sessionSettings).catch((error: unknown) => options.onError?.(asError(error)));
  });
  const names = options.prepare === false ? undefined : new StatementNames('m');
  // Under other names, because `pg` keeps its own account of what a connection has prepared.
  const wireNames = options.prepare === false ? undefined : new StatementNames('w');
  const source: PostgresPool = {
    options: pool.options,
    connect: async () => wrap(await pool.connect(), names),
    end: () => pool.end(),
  };
  return {
    dialect: new PostgresDialect({ pool: source }),
    state: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    connect: async () => openWire(await pool.connect(), wireNames),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function openWire(client: PoolClient, names: StatementNames | undefined): Wire {
  return {
    execute(statements) {
      const message = new Message(
        statements.map(({ sql, parameters }) => ({
          text: sql,
          values: parameters.map(encodeValue),
          name: names?.of(sql),
        })),
      );
      client.query(message);
      return message.answer;
    },
    release: (isBroken) => client.release(isBroken),
  };
}

const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();

/** The same wrapper for the same client, because Kysely recognises a connection by it. */
function wrap(client: PoolClient, names: StatementNames | undefined): PostgresPoolClient {
  const known = wrapped.get(client);
  if (known) return known;
  const query = async (text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<unknown>> => {
    const name = values.length > 0 ? names?.of(text) : undefined;
    const result = await client.query({ text, values: values.map(encodeValue), ...(name ? { name } : {}) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `pg` does not name the commands, Kysely does
    return result as unknown as PostgresQueryResult<unknown>;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely's type also has cursors, which nobody asks for
  const created = { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient;
  wrapped.set(client, created);
  return created;
}

/** Short names for statements. Bounded: a statement beyond the bound is simply not prepared. */
class StatementNames {
  readonly #prefix: string;
  readonly #names = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known) return known;
    if (this.#names.size >= 500) return undefined;
    const name = `${this.#prefix}${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
