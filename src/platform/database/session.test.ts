import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnPostgres } from '../../../test/support/servers.ts';
import { openDatabase, type Database } from './database.ts';
import { isPassing } from './errors.ts';
import { openSession, type Session, type Statement, type TransactionSession, type Wire } from './session.ts';
import { ask, describeOnEveryEngine } from './testing.ts';

const note = (text: string): Statement => sql`insert into notes (text) values (${text})`;
const notes = (database: Database) => ask(database, sql<{ text: string }>`select text from notes order by id`);
const count = sql<{ n: number }>`select count(*) as n from notes`;
const one = (n: number) => sql<{ n: number }>`select ${n}::int as n`;
/** Ends a transaction with a statement that means nothing. */
const over = { before: [], statement: sql`select 1`, conclude: () => undefined };

const pidOf = async (session: Session): Promise<number> => {
  const [[row]] = await session.send(sql<{ pid: number }>`select pg_backend_pid() as pid`);
  return row?.pid ?? 0;
};

/** A session that goes nowhere, and what a driver is given of it, message by message. */
async function recorded(use: (session: TransactionSession) => Promise<unknown>): Promise<string[][]> {
  const messages: string[][] = [];
  const execute: Wire['execute'] = async (statements) => {
    messages.push(statements.map((statement) => statement.sql));
    return statements.map(() => []);
  };
  // It makes SQL of statements and never connects.
  const database = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', dataDir: '' });
  await use(openSession({ execute, release: () => undefined }, database.queries, sql`begin`));
  await database.close();
  return messages;
}

describeOnEveryEngine('a transaction sent together', (database) => {
  beforeEach(async () => {
    await ask(database(), sql`drop table if exists notes`);
    await ask(database(), sql`create table notes (id bigint generated always as identity, text text not null)`);
  });

  it('gives each statement the rows of its own, and lets it see what the ones before it did', async () => {
    const seen = await database().transact(async (session) => {
      const [, first, , second] = await session.send(note('a'), count, note('b'), count);
      expect([first, second]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
      return { before: [note('c')], statement: count, conclude: (rows: readonly { n: number }[]) => rows[0]?.n };
    });
    expect(seen).toBe(3);
    expect(await notes(database())).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
  });

  it('gives each its own rows also when the first two are sent without waiting', async () => {
    await database().transact(async (session) => {
      const [[[first]], [[second]]] = await Promise.all([session.send(one(1)), session.send(one(2))]);
      expect([first, second]).toEqual([{ n: 1 }, { n: 2 }]);
      return over;
    });
  });

  it('undoes everything when a statement in the middle fails, and tells that error and not the next', async () => {
    const failing = database().transact(async (session) => {
      await session.send(note('before'), sql`select 1 / 0`, note('behind'));
      return over;
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await notes(database())).toEqual([]);
  });

  it('undoes everything when the last statement fails or what goes with it', async () => {
    const broken = sql<{ n: number }>`select 1 / 0 as n`;
    for (const [before, statement] of [
      [[note('x')], broken],
      [[broken], one(1)],
    ] as const)
      await expect(database().transact(async () => ({ before, statement, conclude: () => 0 }))).rejects.toMatchObject({
        code: '22012',
      });
    expect(await notes(database())).toEqual([]);
  });

  it('undoes everything when the work itself throws', async () => {
    const failing = database().transact(async (session): Promise<typeof over> => {
      await session.send(note('x'));
      throw new Error('our own fault');
    });
    await expect(failing).rejects.toThrow('our own fault');
    expect(await notes(database())).toEqual([]);
  });

  it('does not take a failed commit for a commit', async () => {
    await ask(database(), sql`alter table notes add constraint once unique (text) deferrable initially deferred`);
    const failing = database().transact(async (session) => {
      await session.send(note('same'), note('same'));
      return over;
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await notes(database())).toEqual([]);
  });

  it('leaves nothing of a transaction to the next one, however often transactions fail', async () => {
    for (let i = 0; i < 30; i += 1) {
      const failing = database().transact(async (session) => {
        await session.send(note(`lost ${i}`), sql`set local lock_timeout = '7s'`, sql`select nothing_like_this`);
        return over;
      });
      await expect(failing).rejects.toMatchObject({ code: '42703' });
    }
    const [setting] = await ask(database(), sql<{ value: string }>`select current_setting('lock_timeout') as value`);
    expect(setting?.value).toBe('0');
    expect(await notes(database())).toEqual([]);
  });

  it('fails alone where a value cannot be written, and leaves the connection as good as it was', async () => {
    for (let i = 0; i < 15; i += 1) {
      const failing = database().transact(async (session) => {
        await session.send(note('before'), sql`select ${{ big: 1n }}::jsonb`);
        return over;
      });
      await expect(failing).rejects.toThrow(/BigInt/);
    }
    expect(await notes(database())).toEqual([]);
    expect(database().poolState().waiting).toBe(0);
  });

  it('keeps transactions that run at the same time apart', async () => {
    const sums = Array.from({ length: 40 }, (_, i) =>
      database().transact(async (session) => {
        const [[before]] = await session.send(one(i));
        return {
          before: [note('x')],
          statement: one(i),
          conclude: ([after]: readonly { n: number }[]) => [before, after],
        };
      }),
    );
    expect(await Promise.all(sums)).toEqual(sums.map((_, i) => [{ n: i }, { n: i }]));
    expect(await notes(database())).toHaveLength(40);
  });
});

describeOnPostgres('a transaction on a connection that breaks', (server) => {
  let database: Database;
  const told: Error[] = [];
  beforeEach(async () => {
    told.length = 0;
    database = await openDatabase({ url: server.url(), dataDir: '', onError: (error) => told.push(error) });
  });
  afterEach(() => database.close());

  const killer = async (pid: number): Promise<void> => {
    await sql`select pg_terminate_backend(${pid}::int)`.execute(database.queries);
  };
  it('fails in a way that may pass, and the next one has another connection', async () => {
    let killed = 0;
    const failing = database.transact(async (session) => {
      killed = await pidOf(session);
      await killer(killed);
      await session.send(one(1), one(2));
      return over;
    });
    const error = await failing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(isPassing(error)).toBe(true);
    const next = await database.transact(async (session) => {
      const pid = await pidOf(session);
      return { ...over, conclude: () => pid };
    });
    expect(next).not.toBe(killed);
    expect(database.poolState().waiting).toBe(0);
  });

  it('fails so while a statement is executed, and the connection is not given to anybody again', async () => {
    for (let i = 0; i < 12; i += 1) {
      const failing = database.transact(async (session) => {
        const pid = await pidOf(session);
        setTimeout(() => void killer(pid), 5);
        await session.send(sql`select pg_sleep(9)`);
        return over;
      });
      const error = await failing.catch((reason: unknown) => reason);
      expect(isPassing(error)).toBe(true);
    }
    // More often than the pool has connections: one that was lost for good would leave nobody to answer.
    expect(await ask(database, one(7))).toEqual([{ n: 7 }]);
  });
});

describe('a session', () => {
  it('sends the beginning with the first statements and the commit with the last', async () => {
    const messages = await recorded(async (session) => {
      await session.send(sql`select 1`, sql`select 2`);
      await session.send(sql`select 3`);
      await session.end([sql`select 4`], sql`select 5`, sql`commit`);
    });
    expect(messages).toEqual([['begin', 'select 1', 'select 2'], ['select 3'], ['select 4', 'select 5', 'commit']]);
  });

  it('travels once where a transaction is one statement', async () => {
    const messages = await recorded((session) => session.end([], sql`select 1`, sql`commit`));
    expect(messages).toEqual([['begin', 'select 1', 'commit']]);
  });
});
