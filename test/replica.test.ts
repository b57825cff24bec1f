import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../src/config.ts';
import { openDatabase, type Database } from '../src/platform/database/database.ts';
import { start, type Running } from '../src/roles/start.ts';
import { startSimulator, type TestSimulator } from '../src/simulator/testing.ts';
import { startAdmin, type Admin } from './support/admin.ts';
import { createOwnPostgres, type OwnPostgres } from './support/own-postgres.ts';
import { createOwnReplica, type OwnReplica } from './support/own-replica.ts';
import { describeWith } from './support/servers.ts';
import { TrialPerson } from './support/trial-person.ts';
import { telegramSettings } from './support/trial.ts';
import { until } from './support/until.ts';

const figures = z.looseObject({ total: z.int() });

async function lag({ address }: Running): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^minuta_replica_lag_seconds (\S+)$/m.exec(text)?.[1]?.replace('+Inf', 'Infinity'));
}

describeWith(['PostgreSQL'], 'statistics from a replica', () => {
  let primary: OwnPostgres;
  let replica: OwnReplica;
  let simulator: TestSimulator;
  let bot: Running;
  let admin: Admin;
  let database: Database;

  beforeAll(async () => {
    primary = await createOwnPostgres();
    replica = await createOwnReplica(primary);
    simulator = await startSimulator({ retrySecondMs: 20 });
    const environment = { DATABASE_URL: primary.url, DATABASE_REPLICA_URL: replica.url };
    const settings = { ...environment, ...telegramSettings(simulator), PORT: '0', LOG_LEVEL: 'fatal' };
    bot = await start(['bot'], readSettings({ ...settings, BOT_MODE: 'polling' }));
    admin = await startAdmin(environment);
    database = await openDatabase({ url: primary.url, dataDir: '' });
    await until('the replica is read', async () => (await lag(bot)) === 0 && (await lag(admin.running)) === 0);
  });
  afterAll(async () => {
    await Promise.all([bot.stop(), admin.running.stop(), database.close()]);
    await simulator.close();
    await replica.drop();
    await primary.drop();
  });

  /** Somebody who has done something, longer ago than ten seconds. */
  async function regular(): Promise<{ person: TrialPerson; id: string }> {
    const person = new TrialPerson(simulator);
    await person.says('/start');
    await person.taps('Чтение');
    await person.says('Завершить');
    const { rows } = await sql<{ id: number }>`
      update trackers set written_at = written_at - interval '11 seconds'
      where user_id = (select id from users where telegram_id = ${person.id}::bigint) returning user_id as id`.execute(
      database.queries,
    );
    return { person, id: String(rows[0]?.id) };
  }

  /** An hour that nobody notes as a change: who is told of it was answered by the primary. */
  async function addUnseenHour(id: string): Promise<void> {
    await sql`
      insert into sessions
      select gen_random_uuid(), user_id, id, '2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z', 3600,
        '{["2026-01-05 10:00:00+00","2026-01-05 11:00:00+00")}', 'Europe/Moscow'
      from activities where user_id = ${id}::bigint limit 1`.execute(database.queries);
  }

  /** Who answers in the chat and over the API. */
  async function answerers({ person, id }: Awaited<ReturnType<typeof regular>>): Promise<readonly string[]> {
    await person.says('Статистика');
    const [card = ''] = await person.taps('Год');
    const { total } = figures.parse(await admin.call('GET', `/users/${id}/stats`));
    return [/Итого 1 ч/.test(card), total >= 3600].map((knows) => (knows ? 'primary' : 'replica'));
  }

  it('D2 come from it while it keeps up, and from the primary once it is five seconds behind', async () => {
    let someone = await regular();
    let first: readonly string[] = [];
    // On a busy machine five seconds may pass before the answers.
    for (let time = 0; time < 4 && first.join() !== 'replica,replica'; time += 1) {
      await replica.resume();
      someone = await regular();
      await replica.caughtUp();
      await until('it keeps up', async () => (await lag(bot)) === 0 && (await lag(admin.running)) === 0);
      await replica.pause();
      await addUnseenHour(someone.id);
      first = await answerers(someone);
    }
    expect(first).toEqual(['replica', 'replica']);
    await until('it is far behind', async () => (await lag(bot)) > 5 && (await lag(admin.running)) > 5);
    expect(await answerers(someone)).toEqual(['primary', 'primary']);
    await replica.resume();
    await replica.caughtUp();
    await until('it keeps up again', async () => (await lag(bot)) === 0 && (await lag(admin.running)) === 0);
  });

  it('D2 show who has just changed something what they changed', async () => {
    const { person, id } = await regular();
    await replica.caughtUp();
    await replica.pause();
    const before = figures.parse(await admin.call('GET', `/users/${id}/stats`));
    await person.says('Начать');
    await person.taps('Работа');
    await sleep(1_100);
    const [card = ''] = await person.says('Статистика');
    expect(card).toContain('Работа — ');
    await admin.call('POST', '/sessions', {
      user_id: id,
      activity_id: String((await activityOf(id)).id),
      started_at: '2026-01-05T10:00:00Z',
      finished_at: '2026-01-05T10:30:00Z',
    });
    const after = figures.parse(await admin.call('GET', `/users/${id}/stats`));
    expect(after.total).toBeGreaterThanOrEqual(before.total + 1_800);
    await replica.resume();
    await until('it keeps up again', async () => (await lag(bot)) === 0 && (await lag(admin.running)) === 0);
  });

  it('D2 come from the primary at once where it dies, and nobody waits', async () => {
    const times: number[] = [];
    // The best of them counts: a machine may be busy for a while.
    while (times.length < 3 && !times.some((time) => time < 3_000)) {
      const someone = await regular();
      await addUnseenHour(someone.id);
      await replica.kill();
      const started = performance.now();
      expect(await answerers(someone)).toEqual(['primary', 'primary']);
      times.push(performance.now() - started);
      await until('its lag is told', async () => (await lag(bot)) > 5);
      await replica.start();
      await until('it keeps up again', async () => (await lag(bot)) === 0, 60_000);
    }
    expect(Math.min(...times)).toBeLessThan(3_000);
  });

  async function activityOf(id: string): Promise<{ id: number }> {
    const { rows } = await sql<{ id: number }>`
      select id from activities where user_id = ${id}::bigint limit 1`.execute(database.queries);
    const [row] = rows;
    if (!row) throw new Error('no activity');
    return row;
  }
});
