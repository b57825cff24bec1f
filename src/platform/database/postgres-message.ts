import { Query, type Connection } from 'pg';
import { readerOf } from './values.ts';

/** A statement as it travels: its values as text. */
export interface SentStatement {
  readonly text: string;
  readonly values: readonly (string | null)[];
  /** What it is called once it is prepared; nothing where it is not kept. */
  readonly name: string | undefined;
}

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

type Row = Record<string, unknown>;

/** What each connection has prepared: the columns of the results, by the statements' names. */
const prepared = new WeakMap<Connection, Map<string, readonly Column[]>>();

/**
 * Several statements in one message, for a transaction that is open or begins with them: where one fails, those behind
 * it are not executed. `pg` itself ends each statement with a message that makes the server send what it has, so that
 * ten statements wake both sides ten times, and asks each time again what columns there are. Here the server sends
 * once, and a prepared statement's columns are remembered: it refuses a statement whose columns have changed.
 *
 * It is a `Query` because a client that pipelines takes nothing else.
 */
export class Message extends Query {
  /** The rows of each statement; rejects with the first error, also where the connection breaks. */
  readonly answer: Promise<readonly (readonly Row[])[]>;
  readonly #statements: readonly SentStatement[];
  readonly #settle: PromiseWithResolvers<readonly (readonly Row[])[]>;
  readonly #results: Row[][] = [];
  #known = new Map<string, readonly Column[]>();
  #columns: readonly Column[] | undefined;
  #current: Row[] = [];
  #unreadable: unknown;

  constructor(statements: readonly SentStatement[]) {
    super({ text: '' });
    this.#statements = statements;
    this.#settle = Promise.withResolvers();
    this.answer = this.#settle.promise;
  }

  override submit = (connection: Connection): void => {
    const known = prepared.get(connection) ?? new Map<string, readonly Column[]>();
    prepared.set(connection, known);
    this.#known = known;
    const { stream } = connection;
    // One write for all of it: a system call each would cost more than most of the statements.
    stream.cork();
    try {
      for (const { text, values, name = '' } of this.#statements) {
        const isNew = !known.has(name);
        if (isNew) {
          // It may be there after all: prepared by a message in which something failed.
          if (name !== '') connection.close({ type: 'S', name }, true);
          connection.parse({ text, name, types: [] }, true);
        }
        connection.bind({ statement: name, values: [...values] }, true);
        if (isNew) connection.describe({ type: 'P' }, true);
        connection.execute(null, true);
      }
      connection.sync();
    } finally {
      stream.uncork();
    }
  };

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, read: readerOf(dataTypeID) }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#columns ??= this.#known.get(this.#statement?.name ?? '') ?? [];
    try {
      this.#current.push(readRow(this.#columns, fields));
    } catch (error) {
      // The rest of the answer has to be taken in all the same, or the next message would get it.
      this.#unreadable ??= error;
    }
  }

  handleCommandComplete(): void {
    const name = this.#statement?.name;
    if (name !== undefined && !this.#known.has(name)) this.#known.set(name, this.#columns ?? []);
    this.#results.push(this.#current);
    this.#current = [];
    this.#columns = undefined;
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

function readRow(columns: readonly Column[], fields: readonly (string | null)[]): Row {
  const row: Row = {};
  let place = 0;
  for (const { name, read } of columns) {
    const text = fields[place] ?? null;
    row[name] = text === null ? null : read(text);
    place += 1;
  }
  return row;
}
