import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createOwnPostgres, type OwnPostgres } from '../../../test/support/own-postgres.ts';
import { createOwnProxy, type OwnProxy } from '../../../test/support/own-proxy.ts';
import { describeWith } from '../../../test/support/servers.ts';
import { until } from '../../../test/support/until.ts';
import { bestOf, timeOf } from '../best-of-testing.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { isPassing } from './errors.ts';
import { postgresDriver, type PostgresDriver } from './postgres.ts';
import { openReads, type Session } from './session.ts';
import { ask } from './testing.ts';

const run = promisify(execFile);

const one = sql<{ one: number }>`select 1 as one`;

/** Why it fails, and after how many milliseconds. */
async function failure(asking: Promise<unknown>): Promise<{ error: unknown; after: number }> {
  const started = performance.now();
  const error: unknown = await asking.then(
    () => 'it has not failed',
    (reason: unknown) => reason,
  );
  return { error, after: performance.now() - started };
}

const isSentAway = ({ error }: { error: unknown }): boolean =>
  error instanceof Error && /too many wait/.test(error.message);

describeWith(['PostgreSQL'], 'a database that is treated badly', () => {
  let server: OwnPostgres;
  let proxy: OwnProxy;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    server = await createOwnPostgres();
    proxy = await createOwnProxy(server.url);
  });
  afterAll(async () => {
    await proxy.drop();
    await server.drop();
  });
  afterEach(async () => {
    await proxy.pass();
    for (const end of ends.splice(0)) await end();
  });

  async function open(url = server.url): Promise<Database> {
    const database = await openDatabase({ url, dataDir: '' });
    ends.push(() => database.close());
    return database;
  }

  /** With limits that a test can wait for. */
  async function openImpatient(): Promise<{ driver: PostgresDriver; reads: Session }> {
    const { queries } = await open();
    const options = { isPooled: false, connections: 2, statementTimeout: 400, patience: 400 };
    const driver = postgresDriver({ url: proxy.url, ...options });
    ends.push(driver.close);
    return { driver, reads: openReads(driver.connect, queries) };
  }

  async function onServer(statement: string): Promise<void> {
    const client = new Client({ connectionString: server.url.replace('minuta@', 'keeper@') });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  it('that is gone fails soon, in a way that may pass, and serves as soon as it is back', async () => {
    const database = await open();
    await ask(database, one);
    await server.kill();
    const failing = async (): Promise<number> => {
      const { error, after } = await failure(ask(database, one));
      expect(isPassing(error)).toBe(true);
      return after;
    };
    for (let i = 0; i < 3; i += 1) expect(await bestOf(failing, 4_000)).toBeLessThan(4_000);
    await server.start();
    await until('it serves again', async () => (await failure(ask(database, one))).error === 'it has not failed');
  });

  it('that is gone is not stormed by everybody who waits for it', async () => {
    const database = await open(proxy.url);
    await ask(database, one);
    proxy.refuse();
    const stop = new AbortController();
    let asked = 0;
    const crowd = Array.from({ length: 50 }, async () => {
      for (; !stop.signal.aborted; asked += 1) await failure(ask(database, one));
    });
    const took = await timeOf(async () => {
      await sleep(1_500);
      stop.abort();
      await Promise.all(crowd);
    });
    // All of them learn what the one learnt who tried, about eight times a second at most.
    expect(asked).toBeLessThan(50 * 12 * (took / 1_500));
    await proxy.pass();
    expect((await failure(ask(database, one))).error).toBe('it has not failed');
  });

  it('that lets nobody in says so, and is asked again', async () => {
    const database = await open();
    await ask(database, sql`create role keeper superuser login`).catch(() => undefined);
    await onServer(`alter role minuta nologin`);
    await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'minuta'`);
    const { error } = await failure(ask(database, one).catch(() => ask(database, one)));
    expect(error).toMatchObject({ message: expect.stringContaining('not permitted to log in') });
    expect(isPassing(error)).toBe(true);
    await onServer(`alter role minuta login`);
    await until('it serves again', async () => (await failure(ask(database, one))).error === 'it has not failed');
  });

  it('whose network swallows everything is given up, and the next one gets another connection', async () => {
    const { driver, reads } = await openImpatient();
    await reads.send(one);
    proxy.hold();
    const { error, after } = await failure(reads.send(one));
    expect(error).toMatchObject({ message: expect.stringContaining('silent') });
    expect(isPassing(error)).toBe(true);
    // Half of what it would be without limits that a test can wait for.
    expect(after).toBeLessThan(7_500);
    await proxy.pass();
    expect(await reads.send(one)).toEqual([[{ one: 1 }]]);
    expect(driver.state().waiting).toBe(0);
  });

  it('that is slow ends what takes too long, and keeps the connection', async () => {
    const { reads } = await openImpatient();
    const { error, after } = await failure(reads.send(sql`select pg_sleep(60)`));
    expect(error).toMatchObject({ code: '57014' });
    expect(isPassing(error)).toBe(true);
    expect(after).toBeLessThan(9_000);
    expect(await reads.send(one)).toEqual([[{ one: 1 }]]);
  });

  it('all of whose connections are in use is waited for shortly, and by a thousand at most', async () => {
    const { driver, reads } = await openImpatient();
    const held = await Promise.all([driver.connect(), driver.connect()]);
    const waitingInVain = async (): Promise<number> => {
      const crowd = Array.from({ length: 1_200 }, () => failure(reads.send(one)));
      const failures = await Promise.all(crowd);
      expect(failures.every(({ error }) => isPassing(error))).toBe(true);
      expect(failures.filter(isSentAway)).toHaveLength(200);
      return Math.max(...failures.map(({ after }) => after));
    };
    expect(await bestOf(waitingInVain, 3_000)).toBeLessThan(3_000);
    for (const wire of held) wire.release(false);
    expect(await reads.send(one)).toEqual([[{ one: 1 }]]);
  });

  it('whose disk is full refuses what needs more of it, keeps what it has, and serves again', async ({ skip }) => {
    // Only root may make one.
    const folder = (await smallDisk().catch(() => undefined)) ?? skip();
    ends.push(() => run('umount', ['-l', folder]));
    const database = await open();
    await sql`create tablespace small location ${sql.lit(folder)}`.execute(database.queries);
    await ask(database, sql`create table kept (n int) tablespace small`);
    await ask(database, sql`create table filler (text text) tablespace small`);
    await ask(database, sql`insert into kept select generate_series(1, 100)`);
    const fill = sql`insert into filler select repeat('x', 900) from generate_series(1, 20000)`;
    const { error } = await failure(ask(database, fill));
    expect(error).toMatchObject({ code: '53100' });
    expect(isPassing(error)).toBe(true);
    expect(await ask(database, sql`select count(*) as n from kept`)).toEqual([{ n: 100 }]);
    await ask(database, sql`drop table filler`);
    await ask(database, sql`insert into kept select generate_series(101, 5000)`);
  });
});

/** A disk of eight megabytes for the server's account. */
async function smallDisk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'minuta-small-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
  await run('chown', ['postgres', folder]);
  await run('chmod', ['700', folder]);
  return folder;
}
