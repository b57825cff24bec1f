import { Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { afterEach, expect, it } from 'vitest';
import { describeOnPostgres } from '../../../test/support/servers.ts';
import { until } from '../../../test/support/until.ts';
import { rest } from '../rest.ts';
import { migrate, migrationLock, requireCurrentSchema } from './migrate.ts';
import { makePartitionsAhead } from './partitions.ts';
import { postgresDriver } from './postgres.ts';
import type { Tables } from './tables.ts';
import { ask, describeOnEveryEngine } from './testing.ts';

describeOnEveryEngine('migrations', (database) => {
  afterEach(async () => {
    await ask(database(), sql`delete from schema_migrations where name like 'later%'`);
  });

  it('stop where a file was changed after it had been applied, every time they are asked', async () => {
    await ask(database(), sql`update schema_migrations set checksum = 'other' || checksum where version = 2`);
    for (let i = 0; i < 3; i += 1)
      await expect(migrate(database().queries)).rejects.toThrow(/0002_\w+\.sql was changed/);
    await expect(requireCurrentSchema(database().queries)).rejects.toThrow(/was changed/);
    await ask(database(), sql`update schema_migrations set checksum = substr(checksum, 6) where version = 2`);
    expect(await migrate(database().queries)).toEqual([]);
  });

  it('refuse to serve on an older schema where they are off, and name what is missing', async () => {
    await ask(database(), sql`update schema_migrations set version = version + 500 where version = 2`);
    await expect(requireCurrentSchema(database().queries)).rejects.toThrow(/lacks migration 0002_\w+\.sql.*MIGRATE=on/);
    await ask(database(), sql`update schema_migrations set version = version - 500 where version = 502`);
    await requireCurrentSchema(database().queries);
  });

  it('leave a newer schema alone, so that the version before can start again', async () => {
    await ask(database(), sql`insert into schema_migrations values (9000, 'later.sql', 'x')`);
    expect(await migrate(database().queries)).toEqual([]);
    await requireCurrentSchema(database().queries);
  });

  it('D1 make this month and the next ones, once, whoever asks and however often', async () => {
    const now = Temporal.Instant.from('2031-11-30T23:59:59Z');
    const made = async () => {
      const partitions = sql<{ name: string }>`
        select relname as name from pg_class where relname like 'sessions_203%' and relkind = 'r' order by relname`;
      return (await ask(database(), partitions)).map(({ name }) => name);
    };
    await makePartitionsAhead(database().queries, now);
    const first = await made();
    expect(first).toEqual(['sessions_2031_11', 'sessions_2031_12', 'sessions_2032_01', 'sessions_2032_02']);
    await makePartitionsAhead(database().queries, now);
    expect(await made()).toEqual(first);
  });
});

describeOnPostgres('several processes that migrate one database', (server) => {
  const open = () =>
    new Kysely<Tables>({
      dialect: postgresDriver({ url: server.url(), isPooled: false, statementTimeout: 200 }).dialect,
    });

  it('apply each migration once, and the one that waits is not ended for waiting', async () => {
    const holder = new Client({ connectionString: server.url() });
    await holder.connect();
    await holder.query(`select pg_advisory_lock(${migrationLock})`);
    const processes = [open(), open(), open()];
    const migrated = Promise.all(processes.map(migrate));
    setTimeout(() => void holder.end(), 700);
    const applied = (await migrated).flat();
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied).toContain('0001_tracker.sql');
    // The limit on statements holds again afterwards.
    for (const queries of processes) {
      await expect(sql`select pg_sleep(2)`.execute(queries)).rejects.toMatchObject({ code: '57014' });
      await queries.destroy();
    }
  });

  it('D1 wait for a long report again and again, and let others read and write meanwhile', async () => {
    const queries = open();
    await migrate(queries);
    // As if one migration had not been applied yet.
    await sql`alter table trackers drop column written_at`.execute(queries);
    await sql`drop table replication_heartbeat`.execute(queries);
    await sql`delete from schema_migrations where version = 11`.execute(queries);
    const reporting = new Client({ connectionString: server.url() });
    await reporting.connect();
    await reporting.query('begin; select count(*) from trackers');
    const migrated = migrate(queries);
    const isWritten = (): Promise<boolean> =>
      sql`update trackers set version = version where user_id = 1`.execute(queries).then(
        () => true,
        () => false,
      );
    for (let times = 0; times < 2; times += 1) {
      await until('it waits, and who writes behind it', async () => !(await isWritten()));
      await until('it lets them go first', isWritten);
    }
    await reporting.end();
    expect(await migrated).toEqual(['0011_replica_and_partitions.sql']);
    await queries.destroy();
  });

  it('D1 come again where they and a report wait for each other', async () => {
    const before = open();
    await migrate(before);
    // As if one had not been applied yet that needs two tables.
    await sql`alter table users drop column erasing_at`.execute(before);
    await sql`alter table sessions add foreign key (activity_id) references activities on delete cascade`.execute(
      before,
    );
    await sql`delete from schema_migrations where version = 14`.execute(before);
    const reporting = new Client({ connectionString: server.url() });
    await reporting.connect();
    await reporting.query('begin; select from sessions limit 1');
    // So that the server notices it before the migration has had enough.
    await sql`do $$ begin
      execute format('alter database %I set deadlock_timeout = ''500ms''', current_database());
    end $$`.execute(before);
    await before.destroy();
    const queries = open();
    const migrated = migrate(queries).catch((error: unknown) => error);
    await rest(200);
    await reporting.query('select from users limit 1; commit');
    const applied = await migrated;
    await reporting.end();
    await queries.destroy();
    expect(applied).toEqual(['0014_erasure.sql']);
  });
});
