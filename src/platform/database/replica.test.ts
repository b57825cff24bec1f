import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createOwnPostgres, type OwnPostgres } from '../../../test/support/own-postgres.ts';
import { createOwnProxy, type OwnProxy } from '../../../test/support/own-proxy.ts';
import { createOwnReplica, type OwnReplica } from '../../../test/support/own-replica.ts';
import { describeWith } from '../../../test/support/servers.ts';
import { until } from '../../../test/support/until.ts';
import { bestOf, timeOf } from '../best-of-testing.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';

const isReplica = sql<{ yes: boolean }>`select pg_is_in_recovery() as yes`;

/** Heartbeats written since the server began. */
async function beats({ queries }: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select n_tup_upd as n from pg_stat_user_tables where relname = 'replication_heartbeat'`.execute(queries);
  return rows[0]?.n ?? 0;
}

/** Milliseconds for which a replica that has failed is left alone, and a little more. */
const longestLeftAlone = 60_000;

describeWith(['PostgreSQL'], 'reading from a replica', () => {
  let primary: OwnPostgres;
  let follower: OwnReplica;
  let proxy: OwnProxy;
  let database: Database;
  const told: (boolean | string | undefined)[] = [];

  beforeAll(async () => {
    primary = await createOwnPostgres();
    const first = await openDatabase({ url: primary.url, dataDir: '' });
    await migrate(first.queries);
    await first.close();
    follower = await createOwnReplica(primary);
    proxy = await createOwnProxy(follower.url);
  });
  afterAll(async () => {
    await proxy.drop();
    await follower.drop();
    await primary.drop();
  });
  beforeEach(async () => {
    told.length = 0;
    database = await openDatabase({
      url: primary.url,
      replicaUrl: proxy.url,
      dataDir: '',
      onReplica: (isRead, reason) => told.push(isRead, reason?.message),
    });
    await until('it may be read', mayBeRead);
  });
  afterEach(() => database.close());

  const mayBeRead = (): boolean => database.replica?.over(database.reads) !== undefined;

  /** Asks as a report does. @returns who answered, and after how many milliseconds. */
  async function ask(): Promise<{ from: 'replica' | 'primary'; after: number }> {
    const started = performance.now();
    const session = database.replica?.over(database.reads) ?? database.reads;
    const [[row]] = await session.send(isReplica);
    return { from: row?.yes === true ? 'replica' : 'primary', after: performance.now() - started };
  }

  it('D2 an idle primary’s replica is up to date, and stays so', async () => {
    // Who was not run for a while does not know that it is, so once must do.
    await until(
      'it stays up to date',
      async () => {
        for (let second = 0; second < 8; second += 1) {
          if (database.replica?.lag() !== 0 || (await ask()).from !== 'replica') return false;
          await sleep(1_000);
        }
        return true;
      },
      120_000,
    );
  });

  it('D2 one that is more than five seconds behind is left alone, and its lag is told, until it has caught up', async () => {
    await follower.pause();
    const paused = performance.now();
    let readAt = paused;
    await until('it is behind', () => {
      const at = performance.now();
      if (mayBeRead()) readAt = at;
      return readAt !== at;
    });
    // The primary's last word before may be a second old, the look at the replica another.
    expect(performance.now() - paused).toBeGreaterThan(2_500);
    expect(readAt - paused).toBeLessThan(5_500);
    expect((await ask()).from).toBe('primary');
    await sleep(2_000);
    expect(database.replica?.lag()).toBeGreaterThan(5);
    await follower.resume();
    await until('it is read again', mayBeRead);
    await until('nothing is missing', () => database.replica?.lag() === 0);
    expect((await ask()).from).toBe('replica');
    expect(told).toEqual([true, undefined, false, expect.stringContaining('behind'), true, undefined]);
  });

  it('D2 one that breaks in the middle costs nobody an answer, and the next ones no time', async () => {
    const longest = await bestOf(async () => {
      const asking = Promise.all(
        Array.from({ length: 40 }, async (_, n) => {
          await sleep(n * 10);
          return ask();
        }),
      );
      await sleep(200);
      proxy.refuse();
      const answers = await asking;
      expect(answers.map(({ from }) => from)).toContain('primary');
      expect(mayBeRead()).toBe(false);
      await proxy.pass();
      await until('it is read again', mayBeRead, longestLeftAlone);
      return Math.max(...answers.map(({ after }) => after));
    }, 1_000);
    expect(longest).toBeLessThan(1_000);
  });

  it('D2 one that hangs is waited for once and shortly', async () => {
    const longest = await bestOf(async () => {
      proxy.hold();
      const answers = await Promise.all([ask(), ask(), ask()]);
      expect(answers.map(({ from }) => from)).toEqual(['primary', 'primary', 'primary']);
      for (let i = 0; i < 20; i += 1) {
        expect(mayBeRead()).toBe(false);
        await sleep(100);
      }
      await proxy.pass();
      await until('it is read again', mayBeRead, longestLeftAlone);
      return Math.max(...answers.map(({ after }) => after));
    }, 1_000);
    expect(longest).toBeLessThan(1_000);
  });

  it('D2 what the replica itself refuses is asked of the primary, without a grudge', async () => {
    const session = database.replica?.over(database.reads);
    const [rows] =
      (await session?.send(sql`select set_config('lock_timeout', '1s', false) where pg_is_in_recovery()`)) ?? [];
    expect(rows).toHaveLength(1);
    // A replica cannot give out a transaction's number.
    expect(await session?.send(sql`select txid_current() > 0 as given`)).toEqual([[{ given: true }]]);
    // Whoever has seen the primary must not go back to what is older; others may.
    expect(await session?.send(isReplica)).toEqual([[{ yes: false }]]);
    expect((await ask()).from).toBe('replica');
    expect(told.join()).not.toContain('recovery');
  });

  it('D2 however many processes watch, the heartbeat is written about once a second', async () => {
    const others = await Promise.all(
      [1, 2, 3].map(() => openDatabase({ url: primary.url, replicaUrl: proxy.url, dataDir: '' })),
    );
    await sleep(1_500);
    const before = await beats(database);
    let written = 0;
    const took = await timeOf(async () => {
      await sleep(6_000);
      await until('some are written', async () => (written = (await beats(database)) - before) >= 4);
    });
    expect(written).toBeLessThanOrEqual(took / 1_000 + 3);
    await Promise.all(others.map((other) => other.close()));
  });
});
