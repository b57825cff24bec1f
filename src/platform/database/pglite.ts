import { mkdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { lockFolder } from './folder-lock.ts';
import { sessionSettings } from './connection-settings.ts';
import type { Wire } from './session.ts';
import { decodeValue, encodeValue } from './values.ts';
import type { DatabaseErrorFields, WorkerReply, WorkerRequest, WorkerResult } from './pglite-worker.ts';

/** An error of the database with the fields of PostgreSQL's own (`code`, `detail`, `constraint`, …). */
class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';

  constructor(fields: DatabaseErrorFields) {
    super(fields.message);
    Object.assign(this, fields);
  }
}

/** Beside this file among the sources, and in the build. */
const workerProgram = new URL(`pglite-worker${extname(import.meta.url)}`, import.meta.url);

/** Milliseconds for which the one session is waited for. */
const usualPatience = 30_000;

/**
 * Kysely's dialect over PGlite in a worker thread. It has one session, so whoever holds the connection
 * (a transaction, a single statement) holds the database, and the others wait in line. They do not wait for ever:
 * who asks beside a transaction of their own, instead of in it, waits for themselves.
 *
 * @param folder where the data lies; locked against a second process.
 * @throws when another process holds the folder.
 */
export async function pgliteDriver(
  folder: string,
  patience = usualPatience,
): Promise<{ dialect: PostgresDialect; connect: () => Promise<Wire> }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  const engine = new Engine(join(folder, 'pgdata'));
  try {
    await engine.ready;
  } catch (error) {
    unlock();
    throw error;
  }
  await engine.run(sessionSettings, null);
  let line: Promise<void> = Promise.resolve();
  const takeTurn = async (): Promise<() => void> => {
    const turn = Promise.withResolvers<void>();
    const before = line;
    line = turn.promise;
    if (await isOverWithin(before, patience)) return turn.resolve;
    // Whoever stands behind still waits for whoever is in front.
    void before.then(turn.resolve);
    throw new EmbeddedDatabaseError({ code: '53300', message: 'the embedded database was held for too long' });
  };
  const pool: PostgresPool = {
    options: {},
    connect: async () => connection(engine, await takeTurn()),
    end: async () => {
      await line;
      await engine.close();
      unlock();
    },
  };
  return {
    dialect: new PostgresDialect({ pool }),
    connect: async () => {
      const release = await takeTurn();
      return {
        execute: async (statements) => {
          const asked = statements.map(({ sql, parameters }) => ({ sql, values: parameters.map(encodeValue) }));
          const results = await Promise.allSettled(engine.runAll(asked));
          const failed = results.find((result) => result.status === 'rejected');
          if (failed) throw failed.reason;
          return results.map((result) => (result.status === 'fulfilled' ? objects(result.value) : []));
        },
        release,
      };
    },
  };
}

async function isOverWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  const timer = Promise.withResolvers<boolean>();
  const timeout = setTimeout(() => timer.resolve(false), milliseconds);
  const isOver = await Promise.race([work.then(() => true), timer.promise]);
  clearTimeout(timeout);
  return isOver;
}

function connection(engine: Engine, release: () => void): PostgresPoolClient {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely's type also has cursors, which nobody asks for
  return {
    processID: 1,
    query: async (sql: string, values: readonly unknown[] = []) => {
      const result = await engine.run(sql, values.map(encodeValue));
      return { command: result.command, rowCount: result.rowCount, rows: objects(result) };
    },
    release,
  } as unknown as PostgresPoolClient;
}

function objects({ fields, rows }: WorkerResult): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(fields.map((field, i) => [field.name, decodeValue(field.dataTypeID, row[i] ?? null)])),
  );
}

/** The worker, asked by messages. */
class Engine {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (result: WorkerResult) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(dataFolder: string) {
    this.#worker = new Worker(workerProgram, { workerData: { folder: dataFolder } });
    const started = Promise.withResolvers<void>();
    this.ready = started.promise;
    this.#waiting.set(0, { resolve: () => started.resolve(), reject: started.reject });
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#fail(new Error('the embedded database has stopped')));
  }

  run(sql: string, values: (string | null)[] | null): Promise<WorkerResult> {
    const [result] = this.runAll([{ sql, values: values?.length === 0 ? noValues(sql) : values }]);
    return result ?? Promise.reject(new Error('nothing was asked'));
  }

  /** Asks for all in one message; they are executed in this order. */
  runAll(asked: readonly { sql: string; values: (string | null)[] | null }[]): Promise<WorkerResult>[] {
    const ended = this.#ended;
    if (ended) return asked.map(() => Promise.reject(ended));
    const requests = asked.map((one): WorkerRequest => ({ id: ++this.#lastId, ...one }));
    const results = requests.map(({ id }) => {
      const { promise, resolve, reject } = Promise.withResolvers<WorkerResult>();
      this.#waiting.set(id, { resolve, reject });
      return promise;
    });
    this.#worker.postMessage(requests);
    return results;
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    await this.run('', null);
    await this.#worker.terminate();
  }

  #settle(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.result);
    else waiting?.reject(new EmbeddedDatabaseError(reply.error));
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** A text without values may hold several statements (a migration), which only the simple protocol takes. */
function noValues(sql: string): [] | null {
  return sql.includes(';') ? null : [];
}
