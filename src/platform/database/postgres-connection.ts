import { Connection, type PoolClient, type QueryResult } from 'pg';
import { Message } from './postgres-message.ts';
import type { Compiled } from './session.ts';
import type { SentStatement } from './statement-bytes.ts';
import type { KnownStatement, StatementNames } from './statement-names.ts';
import { encodeValue } from './values.ts';

export interface ConnectionOptions {
  /** Of single statements and of messages apart, because `pg` keeps its own account of what a connection has prepared. */
  readonly names: { readonly single: StatementNames; readonly message: StatementNames };
  /** The statement that sets a transaction, where connections cannot be set. */
  readonly transactionSettings?: string | undefined;
}

type Rows = readonly (readonly Record<string, unknown>[])[];

/** One connection of the pool, as the drivers use it. */
export class PostgresConnection {
  readonly #client: PoolClient;
  readonly #options: ConnectionOptions;
  #isInTransaction = false;
  #hasOwnLimit = false;
  /** Answers that are waited for, and looks at them during which none has come. */
  #waiting = 0;
  #silence = 0;
  #isLost = false;

  constructor(client: PoolClient, options: ConnectionOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Sends statements in one message. @returns the rows of each. */
  async execute(statements: readonly Compiled[]): Promise<Rows> {
    const { names, transactionSettings } = this.#options;
    const wasInTransaction = this.#isInTransaction;
    const sent = statements.map(({ sql, parameters }): SentStatement => {
      const known = names.message.of(sql);
      this.#follow(known);
      return { text: sql, values: parameters, name: known.name, types: known.types };
    });
    if (transactionSettings === undefined) return this.#send(sent);
    const begins = statements[0]?.sql === 'begin';
    if (wasInTransaction && !begins) return this.#send(sent);
    // Behind the beginning; and in front of what stands alone, because a message is a transaction, too.
    const place = begins ? 1 : 0;
    const settings = { text: transactionSettings, values: [], name: undefined, types: [] };
    return (await this.#send(sent.toSpliced(place, 0, settings))).toSpliced(place, 1);
  }

  /** Sends one statement, or several without values. */
  async query(text: string, values: readonly unknown[]): Promise<QueryResult> {
    const { names, transactionSettings } = this.#options;
    const known = names.single.of(text);
    const name = values.length > 0 ? known.name : undefined;
    const query = { text, values: values.map(encodeValue), ...(name === undefined ? {} : { name }) };
    const wasInTransaction = this.#isInTransaction;
    this.#follow(known);
    if (transactionSettings === undefined || wasInTransaction || text.includes(';'))
      return this.#ask(() => this.#client.query(query));
    const around =
      known.kind === 'opens' ? [query, transactionSettings] : ['begin', transactionSettings, query, 'commit'];
    const asked = around.map((one) => this.#ask(() => this.#client.query<never>(one)));
    const results = await Promise.allSettled(asked);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    const own = results[around.indexOf(query)];
    if (own?.status !== 'fulfilled') throw new Error('a statement without a result');
    return own.value;
  }

  release(isBroken: boolean): void {
    this.#client.release(isBroken || this.#isLost);
  }

  /**
   * To be called again and again, at the same pace: gives the connection up after so many looks without an answer.
   *
   * The server ends statements that take too long, but nobody ends a wait for a server that cannot be reached any more:
   * a network that swallows what is sent is noticed by the operating system after a quarter of an hour. One look for all
   * connections costs nothing where a timer for each message would be a tenth of a short one.
   */
  look(mostSilence: number): void {
    this.#silence = this.#waiting > 0 && !this.#hasOwnLimit ? this.#silence + 1 : 0;
    if (this.#silence <= mostSilence || this.#isLost) return;
    this.#isLost = true;
    const connection: unknown = Reflect.get(this.#client, 'connection');
    const silent = new Error('the connection to the database is silent, and given up');
    if (connection instanceof Connection) connection.stream.destroy(silent);
  }

  #send(statements: readonly SentStatement[]): Promise<Rows> {
    return this.#ask(() => {
      const message = new Message(statements);
      this.#client.query(message);
      return message.answer;
    });
  }

  async #ask<Result>(ask: () => Promise<Result>): Promise<Result> {
    this.#waiting += 1;
    try {
      return await ask();
    } finally {
      this.#waiting -= 1;
      this.#silence = 0;
    }
  }

  /** Knows whether a transaction is open, and whether it takes its time. */
  #follow({ kind, setsLimit }: KnownStatement): void {
    const wasInTransaction = this.#isInTransaction;
    if (kind !== 'other') this.#isInTransaction = kind === 'opens';
    // A limit counts until the next transaction: what takes its time is still to be answered when the commit is sent.
    const isFirst = kind === 'opens' || (kind === 'other' && !wasInTransaction);
    this.#hasOwnLimit = setsLimit || (!isFirst && this.#hasOwnLimit);
  }
}
