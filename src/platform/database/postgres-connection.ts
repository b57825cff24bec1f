import type { CompiledQuery } from 'kysely';
import type { PoolClient, QueryResult } from 'pg';
import { Message, type SentStatement } from './postgres-message.ts';
import type { StatementNames } from './statement-names.ts';
import { encodeValue } from './values.ts';

export interface ConnectionOptions {
  /** Names for what is prepared, of single statements and of messages; nothing where nothing can be kept. */
  readonly names?: { readonly single: StatementNames; readonly message: StatementNames } | undefined;
  /** The statement that sets a transaction, where connections cannot be set. */
  readonly transactionSettings?: string | undefined;
  /** Milliseconds without an answer after which the connection is given up: more than any statement may take. */
  readonly patience: number;
}

type Rows = readonly (readonly Record<string, unknown>[])[];

/** What a transaction that gives itself another time limit says. */
const ownLimit = 'statement_timeout';

/**
 * One connection of the pool, as the drivers use it.
 *
 * The server ends statements that take too long, but nobody ends a wait for a server that cannot be reached any more: a
 * network that swallows what is sent is noticed by the operating system after a quarter of an hour. So a connection that
 * is silent for longer than a statement may take is given up, unless its transaction has said that it takes its time.
 */
export class PostgresConnection {
  readonly #client: PoolClient;
  readonly #options: ConnectionOptions;
  #isInTransaction = false;
  #hasOwnLimit = false;
  #lost: Error | undefined;

  constructor(client: PoolClient, options: ConnectionOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Sends statements in one message. @returns the rows of each. */
  async execute(statements: readonly CompiledQuery[]): Promise<Rows> {
    const { names, transactionSettings } = this.#options;
    const sent = statements.map(({ sql, parameters }): SentStatement => ({
      text: sql,
      values: parameters.map(encodeValue),
      name: names?.message.of(sql),
    }));
    const begins = statements[0]?.sql === 'begin';
    const isSet = transactionSettings === undefined || (this.#isInTransaction && !begins);
    const hasOwnLimit = this.#follow(statements.map(({ sql }) => sql));
    if (isSet) return this.#answer(() => this.#send(sent), hasOwnLimit);
    // Behind the beginning; and in front of what stands alone, because a message is a transaction, too.
    const place = begins ? 1 : 0;
    const settings = { text: transactionSettings, values: [], name: undefined };
    const rows = await this.#answer(() => this.#send(sent.toSpliced(place, 0, settings)), hasOwnLimit);
    return rows.toSpliced(place, 1);
  }

  /** Sends one statement, or several without values. */
  async query(text: string, values: readonly unknown[]): Promise<QueryResult> {
    const { names, transactionSettings } = this.#options;
    const name = values.length > 0 ? names?.single.of(text) : undefined;
    const query = { text, values: values.map(encodeValue), ...(name ? { name } : {}) };
    const wasInTransaction = this.#isInTransaction;
    const hasOwnLimit = this.#follow([text]);
    if (transactionSettings === undefined || wasInTransaction || text.includes(';'))
      return this.#answer(() => this.#client.query(query), hasOwnLimit);
    const around = this.#isInTransaction
      ? [query, transactionSettings]
      : ['begin', transactionSettings, query, 'commit'];
    return this.#answer(async () => {
      const results = await Promise.allSettled(around.map((one) => this.#client.query<never>(one)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      const own = results[around.indexOf(query)];
      if (own?.status !== 'fulfilled') throw new Error('a statement without a result');
      return own.value;
    }, hasOwnLimit);
  }

  release(isBroken: boolean): void {
    this.#client.release(isBroken || this.#lost !== undefined);
  }

  #send(statements: readonly SentStatement[]): Promise<Rows> {
    const message = new Message(statements);
    this.#client.query(message);
    return message.answer;
  }

  /** Knows whether a transaction is open. @returns whether these statements have a time limit of their own. */
  #follow(texts: readonly string[]): boolean {
    let isOwn = this.#hasOwnLimit;
    for (const text of texts) {
      if (text === 'begin' || text.startsWith('start transaction')) this.#isInTransaction = true;
      else if (text === 'commit' || text === 'rollback') this.#isInTransaction = false;
      else isOwn ||= text.includes(ownLimit);
    }
    this.#hasOwnLimit = isOwn && this.#isInTransaction;
    return isOwn;
  }

  async #answer<Result>(ask: () => Promise<Result>, hasOwnLimit: boolean): Promise<Result> {
    if (this.#lost) throw this.#lost;
    if (hasOwnLimit) return ask();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      this.#lost = new Error('the connection to the database is silent, and given up');
      late.reject(this.#lost);
    }, this.#options.patience);
    try {
      return await Promise.race([ask(), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
