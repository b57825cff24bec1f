import type { CompiledQuery, Expression, QueryExecutorProvider, QueryResult } from 'kysely';
import { isPassing } from './errors.ts';

/** A statement with its values, made by the `sql` of `sql.ts` or by Kysely's; `R` is a row of its result. */
export interface Statement<R = unknown> extends Expression<R> {
  compile(compiler: QueryExecutorProvider): Compiled;
  execute(queries: QueryExecutorProvider): Promise<QueryResult<R>>;
}

/** A statement's text, and what is bound in it. */
export type Compiled = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** The rows of each statement, in order. */
type Rows<Statements extends readonly Statement[]> = {
  readonly [Place in keyof Statements]: Statements[Place] extends Statement<infer R> ? readonly R[] : never;
};

/** Where statements are sent: the connection of a transaction, or whichever is free where nothing holds them together. */
export interface Session {
  /**
   * Sends statements together and waits for all results: one way there and back, however many they are. The server
   * executes them one after the other, each seeing what the ones before it did.
   *
   * @throws the first error; the statements behind it in the same transaction have then failed too.
   */
  send<const Statements extends readonly Statement[]>(...statements: Statements): Promise<Rows<Statements>>;
}

/** One connection, held for a transaction. */
export interface TransactionSession extends Session {
  /** The same for a last statement, between others whose rows nobody asks for. */
  end<R>(before: readonly Statement[], last: Statement<R>, after: Statement): Promise<readonly R[]>;
}

/** What a driver gives for a session: a connection that executes what it is sent in order, without being waited for. */
export interface Wire {
  /** Sends all statements at once. @returns the rows of each. @throws the first error; those behind it have failed too. */
  execute(statements: readonly Compiled[]): Promise<readonly (readonly unknown[])[]>;
  /** @param isBroken whether the connection must not be used again. */
  release(isBroken: boolean): void;
}

/** @param opening goes before the first statements, with them. */
export function openSession(wire: Wire, compiler: QueryExecutorProvider, opening: Statement): TransactionSession {
  let unsent: readonly Statement[] = [opening];

  async function run(statements: readonly Statement[]): Promise<readonly unknown[]> {
    const before = unsent;
    const all = [...before, ...statements].map((statement) => statement.compile(compiler));
    // At once: what is sent while this is under way stands behind the beginning already.
    unsent = [];
    const rows = await wire.execute(all);
    return rows.slice(before.length);
  }

  return {
    async send<const Statements extends readonly Statement[]>(...statements: Statements) {
      // The rows are what each statement declares; only the database could prove it.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await run(statements)) as unknown as Rows<Statements>;
    },
    async end<R>(before: readonly Statement[], last: Statement<R>, after: Statement) {
      const rows = await run([...before, last, after]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      return rows.at(-2) as readonly R[];
    },
  };
}

/** @returns a session of no transaction, for reading: what is sent together takes a free connection and stands alone. */
export function openReads(connect: () => Promise<Wire>, compiler: QueryExecutorProvider): Session {
  return {
    async send<const Statements extends readonly Statement[]>(...statements: Statements) {
      const wire = await connect();
      let isBroken = false;
      try {
        // Without a beginning, so that an error leaves nothing open: what travels together ends together.
        const rows = await wire.execute(statements.map((statement) => statement.compile(compiler)));
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
        return rows as unknown as Rows<Statements>;
      } catch (error) {
        isBroken = isPassing(error);
        throw error;
      } finally {
        wire.release(isBroken);
      }
    },
  };
}
