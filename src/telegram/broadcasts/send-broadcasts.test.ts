import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startBroadcast } from '../../broadcasts/broadcasts.ts';
import { createBroadcastPace } from '../../broadcasts/rules/pace.ts';
import { gatherNext } from '../../broadcasts/gather.ts';
import type { Content, Segment, StartWish } from '../../broadcasts/schema.ts';
import { findBroadcast, insertBroadcast, moveBroadcast, type BroadcastRow } from '../../broadcasts/store/broadcasts.ts';
import { findTest, insertTest } from '../../broadcasts/store/tests.ts';
import { createCompiler, type Configuration } from '../../builder/configuration.ts';
import { createEngine, type Engine } from '../../builder/engine.ts';
import { ensureConfiguration } from '../../builder/ensure-configuration.ts';
import { bestOf, timeOf } from '../../platform/best-of-testing.ts';
import { systemClock } from '../../platform/clock.ts';
import { describeOnBothEngines } from '../../platform/database/testing.ts';
import type { UserId } from '../../platform/ids.ts';
import { silentLogger } from '../../platform/telemetry/logger.ts';
import { allActions, allLists, allValues } from '../../roles/actions.ts';
import { checker } from '../../roles/checking.ts';
import { startSimulator, TEST_BOT, type TestSimulator } from '../../simulator/testing.ts';
import { show } from '../../../test/support/trial-person.ts';
import { until as untilIn } from '../../../test/support/until.ts';
import { filters } from '../../texts/filters.ts';
import { createTelegram, type Telegram } from '../client.ts';
import { createPace } from '../pace.ts';
import { createBroadcastSender, type BroadcastSenderOptions } from './send-broadcasts.ts';

/** @throws when it does not become true within half a minute. */
const until = (condition: () => Promise<boolean>): Promise<void> => untilIn('the broadcast goes on', condition);

/** Nobody is held so shortly that a busy machine could be taken for a dead process. */
const quick = { page: 20, look: 50, hold: 60_000, firstHold: 60_000, clicks: 50 };

const engineOf = (configuration: Configuration): Engine =>
  createEngine({
    snapshot: configuration.snapshot,
    ids: configuration,
    values: allValues,
    lists: allLists,
    botUsername: () => TEST_BOT.username,
  });

describeOnBothEngines('C13 a broadcast', (database) => {
  let simulator: TestSimulator;
  let telegram: Telegram;
  let stopping: AbortController;
  let running: Promise<void>[];

  beforeAll(async () => {
    await ensureConfiguration(database().queries);
    simulator = await startSimulator();
    telegram = createTelegram({ token: simulator.token, apiRoot: simulator.apiRoot });
  });
  afterAll(async () => {
    await telegram.close();
    await simulator.close();
  });
  beforeEach(async () => {
    stopping = new AbortController();
    running = [];
    simulator.core.faults.clear();
    for (const table of ['broadcasts', 'users']) await sql`delete from ${sql.table(table)}`.execute(database().queries);
  });
  afterEach(stop);

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(running);
  }

  function send(options: Partial<BroadcastSenderOptions> = {}): void {
    const sender = createBroadcastSender({
      database: database(),
      telegram,
      botId: TEST_BOT.id,
      defaults: { language: 'ru', timeZone: 'Europe/Moscow' },
      clock: systemClock,
      log: silentLogger,
      compile: createCompiler({ actions: allActions, filters }),
      engineOf,
      shared: createPace({ perSecond: 10_000, perChat: 0 }),
      isBusy: () => false,
      pace: createBroadcastPace(25),
      times: quick,
      ...options,
    });
    running.push(sender.run(stopping.signal));
  }

  /** People who have met the bot. @returns their ids in Telegram */
  async function people(count: number, fields: { language?: string; name?: string } = {}): Promise<number[]> {
    const { language = null, name = 'Аня <b>' } = fields;
    const ids = Array.from({ length: count }, () => simulator.addUser());
    for (const id of ids) simulator.say(id, '/start');
    await sql`
      with met as (
        insert into users (telegram_id, first_name, language)
        select id, ${name}, ${language} from unnest(${ids}::bigint[]) id returning id)
      insert into trackers (user_id) select id from met`.execute(database().queries);
    return ids;
  }

  async function start(content: Content, segment: Segment = [], wish: StartWish = {}): Promise<BroadcastRow> {
    const { queries } = database();
    const made = await insertBroadcast(queries, { name: 'News', content, segment }, 'anna');
    if (!made) throw new Error('not written');
    const deps = {
      queries,
      check: checker,
      clock: systemClock,
      telegramIdOf: async () => null,
      botId: async () => TEST_BOT.id,
    };
    const started = await startBroadcast(deps, made, wish);
    if (!started.ok) throw new Error(started.reason);
    return started.broadcast;
  }

  async function now({ id }: BroadcastRow): Promise<BroadcastRow> {
    const broadcast = await findBroadcast(database().queries, id);
    if (!broadcast) throw new Error('gone');
    return broadcast;
  }

  /** Recipients whom somebody has begun to write to. */
  async function begun(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from broadcast_recipients where attempts > 0`.execute(database().queries);
    return rows[0]?.count ?? 0;
  }

  async function anybody(): Promise<UserId> {
    const { rows } = await sql<{ id: UserId }>`select id from users limit 1`.execute(database().queries);
    const [person] = rows;
    if (!person) throw new Error('nobody is there');
    return person.id;
  }

  const finished = (broadcast: BroadcastRow) => until(async () => (await now(broadcast)).state === 'done');
  /** Says nothing more after the first few, until it is opened: what a test does in the middle is done in the middle. */
  function gate(ids: readonly number[]): { readonly isBusy: () => boolean; readonly open: () => void } {
    let isOpen = false;
    return { isBusy: () => !isOpen && ids.flatMap(heard).length > 5, open: () => void (isOpen = true) };
  }
  const heard = (id: number): string[] =>
    [...(simulator.core.world.chats.get(id)?.messages.values() ?? [])]
      .filter(({ message }) => message.from.is_bot)
      .map(({ message }) => show(message));

  it('says to each in their language what the engine would say, with its buttons', async () => {
    const [russian = 0] = await people(1);
    const [english = 0] = await people(1, { language: 'en', name: 'Bob' });
    const broadcast = await start({
      message: { ru: '<b>Привет</b>, {{ user.first_name }}!', en: 'Hello, {{ user.first_name }}!' },
      layout: [[{ label: { ru: 'Меню', en: 'Menu' }, data: 'menu' }], [{ label: 'Web', url: 'https://example.org' }]],
    });
    send();
    await finished(broadcast);
    expect(heard(russian)).toEqual(['Привет, Аня <b>!\n[Меню]\n[Web]']);
    expect(heard(english)).toEqual(['Hello, Bob!\n[Menu]\n[Web]']);
    expect(await now(broadcast)).toMatchObject({ total: 2, delivered: 2, blocked: 0, failed: 0 });
  });

  it('tells who is blocked from who was reached, and what Telegram refuses from both', async () => {
    const [reached = 0, blocking = 0, gone = 0] = await people(3);
    simulator.fault({ do: 'refuse', status: 403, method: 'sendMessage', chat_id: blocking });
    simulator.fault({ do: 'refuse', status: 400, method: 'sendMessage', chat_id: gone });
    const broadcast = await start({ message: 'News' });
    send();
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ total: 3, delivered: 1, blocked: 1, failed: 1 });
    expect(heard(reached)).toEqual(['News']);
    const { rows } = await sql<{ telegram_id: number }>`
      select telegram_id from users where blocked_at is not null`.execute(database().queries);
    expect(rows).toEqual([{ telegram_id: blocking }]);
  });

  it('waits as long as Telegram says, goes slower after that, and repeats nothing', async () => {
    const ids = await people(15);
    const pace = createBroadcastPace(25);
    const broadcast = await start({ message: 'News' });
    simulator.fault({ do: 'refuse', status: 429, method: 'sendMessage', retry_after: 1, next: 1 });
    const began = performance.now();
    let slowest = pace.perSecond();
    send({ pace });
    await until(async () => {
      slowest = Math.min(slowest, pace.perSecond());
      return (await now(broadcast)).state === 'done';
    });
    expect(performance.now() - began).toBeGreaterThan(1_000);
    expect(slowest).toBeLessThan(25);
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('stops within a moment where it is paused, and goes on with whom it had not reached', async () => {
    const ids = await people(60);
    const broadcast = await start({ message: 'News' });
    const { isBusy, open } = gate(ids);
    send({ isBusy });
    await until(async () => (await now(broadcast)).delivered > 3);
    await moveBroadcast(database().queries, broadcast.id, 'pause');
    open();
    let delivered = -1;
    await until(async () => {
      const before = delivered;
      await sleep(300);
      delivered = (await now(broadcast)).delivered;
      return delivered === before;
    });
    expect(delivered).toBeLessThan(60);
    await moveBroadcast(database().queries, broadcast.id, 'resume');
    await finished(broadcast);
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('never goes on once it was stopped', async () => {
    const ids = await people(60);
    const broadcast = await start({ message: 'News' });
    send({ isBusy: gate(ids).isBusy });
    await until(async () => (await now(broadcast)).delivered > 3);
    await moveBroadcast(database().queries, broadcast.id, 'stop');
    await stop();
    const { delivered } = await now(broadcast);
    stopping = new AbortController();
    send();
    await sleep(500);
    expect(await now(broadcast)).toMatchObject({ state: 'stopped', delivered, total: 60 });
  });

  it('is taken up where a process that stopped has left it, and by two at once without repeating', async () => {
    const ids = await people(40);
    const broadcast = await start({ message: 'News' });
    // Some are under way when it stops.
    simulator.fault({ do: 'delay', ms: 120, method: 'sendMessage' });
    send();
    await until(async () => (await now(broadcast)).delivered > 3);
    await stop();
    stopping = new AbortController();
    send({ times: { page: 20, look: 50, hold: 10_000, firstHold: 10_000 } });
    send({ times: { page: 20, look: 50, hold: 10_000, firstHold: 10_000 } });
    await finished(broadcast);
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('says nothing while others have more to say than they may', async () => {
    await people(2);
    const broadcast = await start({ message: 'News' });
    let isBusy = true;
    send({ isBusy: () => isBusy });
    await sleep(300);
    expect((await now(broadcast)).delivered).toBe(0);
    isBusy = false;
    await finished(broadcast);
  });

  it('goes on where the database could not show it for a moment', async () => {
    const [id = 0] = await people(1);
    const broadcast = await start({ message: 'News' });
    const compile = createCompiler({ actions: allActions, filters });
    const troubles = [Object.assign(new Error('canceling statement'), { code: '57014' })];
    send({
      compile(published) {
        const trouble = troubles.pop();
        return trouble ? Promise.reject(trouble) : compile(published);
      },
    });
    await finished(broadcast);
    expect(heard(id)).toEqual(['News']);
  });

  it('is held up by no other with which something is wrong', async () => {
    const ids = await people(40);
    const broken = await start({ message: 'Broken' });
    const broadcast = await start({ message: 'News' });
    send({
      engineOf(configuration) {
        const engine = engineOf(configuration);
        const isBroken = configuration.published.document.callbacks.some(({ message }) => message === 'Broken');
        return isBroken ? { ...engine, announce: () => Promise.reject(new Error('broken')) } : engine;
      },
    });
    await finished(broadcast);
    for (const id of ids) expect(heard(id)).toEqual(['News']);
    expect((await now(broken)).state).toBe('sending');
  });

  it('is over when it is, while another goes on', async () => {
    await people(400);
    const long = await start({ message: 'News' });
    send();
    await until(async () => (await now(long)).delivered > 3);
    const { queries } = database();
    const test = await insertTest(queries, long, {
      userId: await anybody(),
      configVersion: long.config_version ?? 0,
      author: 'anna',
    });
    await until(async () => {
      const found = await sql`select from broadcasts where id = ${test}::bigint and state = 'done'`.execute(queries);
      return found.rows.length > 0;
    });
    expect((await now(long)).state).toBe('sending');
  });

  it('is paused where another bot is connected than it was started with, and blames nobody', async () => {
    const ids = await people(30);
    const broadcast = await start({ message: 'News' });
    send({ isBusy: gate(ids).isBusy });
    await until(async () => (await now(broadcast)).delivered > 3);
    await stop();
    stopping = new AbortController();
    simulator.fault({ do: 'refuse', status: 403, method: 'sendMessage' });
    send({ botId: TEST_BOT.id + 1 });
    await until(async () => (await now(broadcast)).state === 'paused');
    expect(await now(broadcast)).toMatchObject({ held_for: 'other_bot', blocked: 0 });
    await stop();
    stopping = new AbortController();
    simulator.core.faults.clear();
    send();
    await moveBroadcast(database().queries, broadcast.id, 'resume');
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ held_for: null, delivered: 30 });
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('that nobody knew a bot for belongs to the one that begins it', async () => {
    await people(1);
    const broadcast = await start({ message: 'News' });
    await sql`update broadcasts set bot_id = null`.execute(database().queries);
    send();
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ bot_id: TEST_BOT.id });
  });

  it('is paused with Telegram’s reason where it is refused for everybody, and goes to all of them when it goes on', async () => {
    const ids = await people(30);
    const broadcast = await start({ message: 'News' });
    simulator.fault({ do: 'refuse', status: 400, method: 'sendMessage' });
    send({ times: { ...quick, page: 5 } });
    await until(async () => (await now(broadcast)).state === 'paused');
    expect(await now(broadcast)).toMatchObject({
      held_for: 'refused',
      held_words: 'Bad Request',
      failed: 0,
      delivered: 0,
    });
    simulator.core.faults.clear();
    await moveBroadcast(database().queries, broadcast.id, 'resume');
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ held_for: null, delivered: 30, failed: 0 });
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('is paused where Telegram begins to refuse it in the middle, and repeats nothing', async () => {
    const ids = await people(80);
    const broadcast = await start({ message: 'News' });
    const { isBusy, open } = gate(ids);
    send({ isBusy, pace: createBroadcastPace(200) });
    await until(async () => (await now(broadcast)).delivered > 3);
    simulator.fault({ do: 'refuse', status: 400, method: 'sendMessage' });
    open();
    await until(async () => (await now(broadcast)).state === 'paused');
    simulator.core.faults.clear();
    await moveBroadcast(database().queries, broadcast.id, 'resume');
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ delivered: 80, failed: 0 });
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('goes on longer the next time, where somebody has let it go on though it was refused', async () => {
    await people(30);
    const broadcast = await start({ message: 'News' });
    simulator.fault({ do: 'refuse', status: 400, method: 'sendMessage' });
    send({ times: { ...quick, page: 5 } });
    await until(async () => (await now(broadcast)).state === 'paused');
    await moveBroadcast(database().queries, broadcast.id, 'resume');
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ failed: 30 });
  });

  it('is over with a few who are refused, whoever they are', async () => {
    await people(5);
    const broadcast = await start({ message: 'News' });
    simulator.fault({ do: 'refuse', status: 400, method: 'sendMessage' });
    send({ times: { ...quick, page: 5 } });
    await finished(broadcast);
    expect(await now(broadcast)).toMatchObject({ failed: 5 });
  });

  it('is paused where Telegram knows the token no more, and loses nobody', async () => {
    const ids = await people(30);
    const broadcast = await start({ message: 'News' });
    const { isBusy, open } = gate(ids);
    send({ isBusy });
    await until(async () => (await now(broadcast)).delivered > 3);
    simulator.fault({ do: 'refuse', status: 401, method: 'sendMessage' });
    open();
    await until(async () => (await now(broadcast)).state === 'paused');
    expect(await now(broadcast)).toMatchObject({ held_for: 'unauthorized', failed: 0, blocked: 0 });
    simulator.core.faults.clear();
    await moveBroadcast(database().queries, broadcast.id, 'resume');
    await finished(broadcast);
    for (const id of ids) expect(heard(id)).toEqual(['News']);
  });

  it('says of a test that it cannot arrive, where Telegram knows the token no more', async () => {
    await people(1);
    const broadcast = await start({ message: 'News' });
    send();
    await finished(broadcast);
    simulator.fault({ do: 'refuse', status: 401, method: 'sendMessage' });
    const { queries } = database();
    const id = await insertTest(queries, broadcast, {
      userId: await anybody(),
      configVersion: broadcast.config_version ?? 0,
      author: 'anna',
    });
    const test = () => findTest(queries, { broadcastId: broadcast.id, id });
    await until(async () => (await test())?.state === 'failed');
    expect((await test())?.error).toContain('401');
  });

  it('waits for no longer one that began before it', async () => {
    await people(400);
    const long = await start({ message: 'Long' });
    send();
    await until(async () => (await now(long)).delivered > 3);
    const [id = 0] = await people(1, { language: 'en' });
    const short = await start({ message: 'Short' }, [{ kind: 'language', is: 'en' }]);
    await finished(short);
    expect(heard(id)).toContain('Short');
    expect((await now(long)).delivered).toBeLessThan(390);
    expect((await now(long)).state).toBe('sending');
  });

  it('lets one have the whole pace while nobody is due of another', async () => {
    await people(40);
    const idle = await start({ message: 'Idle' });
    const sendingTakes = async (): Promise<number> => {
      const busy = await start({ message: 'Busy' });
      await sql`update broadcasts set is_gathered = true, delivered = 1 where state <> 'done'`.execute(
        database().queries,
      );
      await sql`
        insert into broadcast_recipients (broadcast_id, user_id, due_at)
        select b.id, u.id, case when b.id = ${busy.id}::bigint then now() else now() + interval '1 day' end
        from broadcasts b, users u where b.state <> 'done' on conflict do nothing`.execute(database().queries);
      stopping = new AbortController();
      const took = await timeOf(() => {
        send({ pace: createBroadcastPace(10) });
        return finished(busy);
      });
      await stop();
      return took;
    };
    // Half of it would be eight seconds.
    expect(await bestOf(sendingTakes, 7_500)).toBeLessThan(7_500);
    expect((await now(idle)).state).toBe('sending');
  });

  it('waits for the time on the clock of who has moved since their time was worked out', async () => {
    const { queries } = database();
    const [stays = 0, moved = 0] = await people(2);
    await sql`update users set time_zone = 'Pacific/Kiritimati'`.execute(queries);
    // Where the day begins first it is ten minutes past it.
    const localAt = Temporal.Now.plainDateTimeISO('Pacific/Kiritimati').subtract({ minutes: 10 });
    const broadcast = await start({ message: 'News' }, [], { local_at: localAt.toString({ smallestUnit: 'second' }) });
    await gatherNext(queries, { language: 'ru', timeZone: 'UTC' }, Temporal.Now.instant());
    await sql`update users set time_zone = 'Pacific/Pago_Pago' where telegram_id = ${moved}`.execute(queries);
    send();
    await until(async () => heard(stays).length > 0);
    await sleep(300);
    expect(heard(moved)).toEqual([]);
    const { rows } = await sql<{ hours: number }>`
      select round(extract(epoch from due_at - now()) / 3600)::int as hours
      from broadcast_recipients where state = 'waiting'`.execute(queries);
    expect(rows).toEqual([{ hours: 25 }]);
    expect((await now(broadcast)).state).toBe('sending');
  });

  it('is tried on one person alone before it goes to everybody', async () => {
    await people(20);
    const broadcast = await start({ message: 'News' });
    simulator.fault({ do: 'delay', ms: 5_000, method: 'sendMessage', next: 1 });
    send();
    await until(async () => (await begun()) > 0);
    await sleep(200);
    expect(await begun()).toBe(1);
    await finished(broadcast);
  });
});
