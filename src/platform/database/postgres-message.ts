import { Query, type Connection } from 'pg';
import { MessageWriter } from './message-writer.ts';
import { rowMaker, type Column, type Row, type RowMaker } from './row-maker.ts';
import { writeStatement, writeSync, type SentStatement } from './statement-bytes.ts';

/** What each connection has prepared: what makes rows of the results, by the statements' names. */
const prepared = new WeakMap<Connection, Map<string, RowMaker>>();
const noRows = rowMaker([]);

/** Of all connections: a message is written at once. */
const writer = new MessageWriter();

/**
 * Several statements in one message, for a transaction that is open or begins with them: where one fails, those behind
 * it are not executed. `pg` itself ends each statement with a message that makes the server send what it has, so that
 * ten statements wake both sides ten times, and asks each time again what columns there are. Here the server sends
 * once, and a prepared statement's columns are remembered: it refuses a statement whose columns have changed. What is sent
 * is written here, too, because `pg` takes values as texts only, and makes a buffer of every part.
 *
 * It is a `Query` because a client that pipelines takes nothing else.
 */
export class Message extends Query {
  /** The rows of each statement; rejects with the first error, also where the connection breaks. */
  readonly answer: Promise<readonly (readonly Row[])[]>;
  readonly #statements: readonly SentStatement[];
  readonly #settle: PromiseWithResolvers<readonly (readonly Row[])[]>;
  readonly #results: Row[][] = [];
  #known = new Map<string, RowMaker>();
  #make: RowMaker | undefined;
  #current: Row[] = [];
  #unreadable: unknown;

  constructor(statements: readonly SentStatement[]) {
    super('');
    this.#statements = statements;
    this.#settle = Promise.withResolvers();
    this.answer = this.#settle.promise;
  }

  override submit = (connection: Connection): Error | undefined => {
    const known = prepared.get(connection) ?? new Map<string, RowMaker>();
    prepared.set(connection, known);
    this.#known = known;
    const { stream } = connection;
    try {
      for (const statement of this.#statements) writeStatement(writer, statement, !known.has(statement.name ?? ''));
      writeSync(writer);
    } catch (error) {
      writer.clear();
      return error instanceof Error ? error : new Error('a statement cannot be written', { cause: error });
    }
    const bytes = writer.take();
    if (stream.writable) stream.write(bytes);
    return undefined;
  };

  handleRowDescription({ fields }: { fields: readonly Column[] }): void {
    this.#make = rowMaker(fields);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#make ??= this.#known.get(this.#statement?.name ?? '') ?? noRows;
    try {
      this.#current.push(this.#make(fields));
    } catch (error) {
      // The rest of the answer has to be taken in all the same, or the next message would get it.
      this.#unreadable ??= error;
    }
  }

  handleCommandComplete(): void {
    const name = this.#statement?.name;
    if (name !== undefined && !this.#known.has(name)) this.#known.set(name, this.#make ?? noRows);
    this.#results.push(this.#current);
    this.#current = [];
    this.#make = undefined;
  }

  handleError(error: Error): void {
    // The failure may be that a statement has become another since it was prepared.
    for (const { name } of this.#statements) if (name !== undefined) this.#known.delete(name);
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#unreadable === undefined) this.#settle.resolve(this.#results);
    else this.#settle.reject(this.#unreadable);
  }

  /** The one whose answer is coming. */
  get #statement(): SentStatement | undefined {
    return this.#statements[this.#results.length];
  }
}
