import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import type { Session } from '../platform/database/session.ts';
import { keepNothing } from '../platform/database/uncommitted.ts';

/** Ends a transaction that has done its work and is not to be kept. */
class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** Milliseconds for which somebody else's lock is waited for. */
const lockTimeout = '2s';

/**
 * Runs work in a transaction that is never committed. The work gets the transaction's session, and a database whose
 * own transactions are parts of that one: each sees what those before it did, and one that fails undoes itself alone.
 *
 * Nothing of it stays but the numbers that sequences gave, and rows that vacuum takes away. It holds a connection, and
 * the embedded database as a whole, so it must not wait for anything but the database.
 *
 * @throws what `work` throws, or the database.
 */
export async function runUncommitted<Result>(
  database: Pick<Database, 'transact'>,
  work: (within: Database, session: Session) => Promise<Result>,
): Promise<Result> {
  let done: { readonly result: Result } | undefined;
  try {
    return await database.transact<Result, never>(async (session) => {
      await session.send(sql`select set_config('lock_timeout', ${lockTimeout}, true)`, keepNothing);
      done = { result: await work(databaseWithin(session), session) };
      throw new NotKept();
    });
  } catch (error) {
    if (error instanceof NotKept && done) return done.result;
    throw error;
  }
}

function databaseWithin(session: Session): Database {
  return {
    get queries(): never {
      throw new Error('within a transaction only its own session is asked');
    },
    reads: session,
    replica: undefined,
    exclusive: false,
    async transact(work) {
      await session.send(sql`savepoint part`);
      try {
        const { before, statement, conclude } = await work(session);
        if (before.length > 0) await session.send(...before);
        const [rows] = await session.send(statement, sql`release savepoint part`);
        return conclude(rows);
      } catch (error) {
        await session.send(sql`rollback to savepoint part`, sql`release savepoint part`);
        throw error;
      }
    },
    poolState: () => ({ total: 1, idle: 0, waiting: 0 }),
    close: async () => undefined,
  };
}
