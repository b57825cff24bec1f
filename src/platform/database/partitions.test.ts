import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { describeOnPostgres } from '../../../test/support/servers.ts';
import { timeOf } from '../best-of-testing.ts';
import { openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { makePartitionsAhead, makePartitionsBehind } from './partitions.ts';
import { ask, describeOnBothEngines } from './testing.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00Z');

/** One person with one activity, both with the id 1. */
async function addPerson(database: Database): Promise<void> {
  await ask(database, sql`insert into users (id, telegram_id) overriding system value values (1, 1)`);
  await ask(
    database,
    sql`insert into activities (id, user_id, name, name_key) overriding system value values (1, 1, 'Чтение', 'чтение')`,
  );
}

/** A session of a minute with a log of it, and a line of statistics. */
async function write(database: Database, at: string): Promise<void> {
  await ask(
    database,
    sql`
      with session as (
        insert into sessions select gen_random_uuid(), 1, 1, ${at}::timestamptz, ${at}::timestamptz, 60, '{}', 'UTC'
        returning id)
      insert into session_events_log (session_id, user_id, event_type, at)
      select id, 1, 'session.added', ${at}::timestamptz from session`,
  );
  await ask(database, sql`insert into statistics (event, user_id, timestamp) values ('text', 1, ${at}::timestamptz)`);
}

/** Where the rows of each table lie, oldest first. */
async function places(database: Database): Promise<readonly string[]> {
  const rows = await ask(
    database,
    sql<{ place: string }>`
      select place from (
        select tableoid::regclass::text as place, started_at as at from sessions
        union all select tableoid::regclass::text, at from session_events_log
        union all select tableoid::regclass::text, timestamp from statistics) rows
      order by at, place`,
  );
  return rows.map(({ place }) => place);
}

const all = (suffix: string) => ['session_events_log', 'sessions', 'statistics'].map((name) => `${name}_${suffix}`);

describeOnBothEngines('months', (database) => {
  beforeAll(() => addPerson(database()));

  it('D1 a row whose month nobody has made is kept, and lies in its month as soon as there is one', async () => {
    for (const at of ['2021-12-31T23:59:59Z', '2022-01-01T00:00:00Z', '2026-11-05T10:00:00Z', '2027-06-01T00:00:00Z'])
      await write(database(), at);
    expect(await places(database())).toEqual([1, 2, 3, 4].flatMap(() => all('default')));
    await makePartitionsAhead(database().queries, now);
    await makePartitionsBehind(database().queries, now);
    // The last one is ahead of the months that are made, by somebody's wrong clock.
    expect(await places(database())).toEqual(['2021_12', '2022_01', '2026_11', 'default'].flatMap(all));
    await makePartitionsAhead(database().queries, Temporal.Instant.from('2027-03-01T00:00:00Z'));
    expect(await places(database())).toEqual(['2021_12', '2022_01', '2026_11', '2027_06'].flatMap(all));
    await write(database(), '2022-01-31T23:59:59Z');
    expect(await places(database())).toContain('sessions_2022_01');
  });

  it('D1 a month that is made late is like any other: keys, checks, what it refers to and «one running»', async () => {
    await write(database(), '2020-02-10T10:00:00Z');
    await makePartitionsBehind(database().queries, now);
    const insert = (values: string) =>
      ask(
        database(),
        sql`insert into sessions select gen_random_uuid(), ${sql.raw(values)}, '{}'::tstzmultirange, 'UTC'`,
      );
    await expect(insert(`2, 1, '2020-02-11'::timestamptz, '2020-02-11'::timestamptz, 0`)).rejects.toMatchObject({
      code: '23503',
    });
    await expect(insert(`1, 1, '2020-02-11'::timestamptz, null, 5`)).rejects.toMatchObject({ code: '23514' });
    await insert(`1, 1, '2020-02-11'::timestamptz, null, null::int`);
    await expect(insert(`1, 1, '2020-02-12'::timestamptz, null, null::int`)).rejects.toMatchObject({ code: '23505' });
    const [plan] = await ask(
      database(),
      sql<{ names: string }>`
        select string_agg(indexname, ' ' order by indexname) as names from pg_indexes
        where tablename = 'sessions_2020_02'`,
    );
    const [usual] = await ask(
      database(),
      sql<{ names: string }>`
        select replace(string_agg(indexname, ' ' order by indexname), '2026_11', '2020_02') as names from pg_indexes
        where tablename = 'sessions_2026_11'`,
    );
    expect(plan).toEqual(usual);
  });
});

describeOnPostgres('months that are made while people write', (server) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    await addPerson(database);
    return () => database.close();
  });

  it('D1 no insert fails, and no row is lost or doubled', async () => {
    const over = new AbortController();
    let written = 0;
    const writers = [1, 2, 3].map(async () => {
      for (; !over.signal.aborted; written += 1) await write(database, `20${10 + (written % 12)}-03-05T10:00:00Z`);
    });
    for (let round = 0; round < 20; round += 1) await makePartitionsBehind(database.queries, now);
    over.abort();
    await Promise.all(writers);
    await makePartitionsBehind(database.queries, now);
    const found = await places(database);
    expect(found).toHaveLength(3 * written);
    expect(found.filter((place) => place.endsWith('_default'))).toEqual([]);
  });

  it('D1 a long report makes a month wait, not those who write', async () => {
    const report = Promise.withResolvers<void>();
    const reading = database.queries.transaction().execute(async (transaction) => {
      await sql`select count(*) from sessions`.execute(transaction);
      await report.promise;
    });
    await write(database, '2009-05-05T10:00:00Z');
    const making = makePartitionsBehind(database.queries, now);
    const took: number[] = [];
    for (let i = 0; i < 20; i += 1) took.push(await timeOf(() => write(database, '2009-05-06T10:00:00Z')));
    report.resolve();
    await Promise.all([reading, making]);
    // Half of what a statement is given; one may be held up by a busy machine alone.
    expect(took.toSorted((a, b) => b - a)[1]).toBeLessThan(5_000);
    expect((await places(database)).slice(0, 3)).toEqual(all('2009_05'));
  });
});
