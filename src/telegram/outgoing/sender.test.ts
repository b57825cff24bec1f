import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../platform/telemetry/logger.ts';
import { createTelegram, type Telegram } from '../client.ts';
import { startBotApiStub, type BotApiStub } from '../client-testing.ts';
import { createCourier, type Courier } from '../courier.ts';
import { createPace, type Pace } from '../pace.ts';
import { createSender, type Sender, type SenderOptions } from './sender.ts';
import { releaseAll, takeDue } from './store.ts';
import { botId, describeOnBoth, say, until, waiting, write } from './testing.ts';

const unhurried = (): Pace => createPace({ perSecond: 10_000, perChat: 0 });

describeOnBoth('the sender', (queries) => {
  let stub: BotApiStub;
  let telegram: Telegram;
  let stop: AbortController;
  let running: Promise<void>[];
  let couriers: Courier[];

  /** A process that sends. */
  function start(options: Partial<SenderOptions> = {}): Sender {
    const courier = createCourier({ queries: queries(), telegram, botId, log: silentLogger });
    couriers.push(courier);
    const sender = createSender({
      queries: queries(),
      courier,
      botId,
      log: silentLogger,
      holder: `process ${couriers.length}`,
      times: { look: 30, leadership: { renew: 50, lasts: 60_000 } },
      pace: unhurried(),
      ...options,
    });
    running.push(sender.run(stop.signal));
    return sender;
  }
  const texts = () => stub.received.map(({ payload }) => payload['text']);
  const allGone = () => until(async () => (await waiting(queries())).length === 0);

  beforeEach(async () => {
    stub = await startBotApiStub(() => ({ result: { message_id: 1 } }));
    telegram = createTelegram({ token: '1:x', apiRoot: stub.apiRoot, timeLimit: 1_000 });
    stop = new AbortController();
    running = [];
    couriers = [];
    await sql`delete from outgoing`.execute(queries());
    await sql`delete from leases`.execute(queries());
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
    await Promise.all(couriers.map((courier) => courier.stop(500)));
    await telegram.close();
    await stub.stop();
  });

  it('B2 says what a process committed that died before it could send', async () => {
    let saidAt = 0;
    stub.answer(() => {
      saidAt = performance.now();
      return { result: { message_id: 1 } };
    });
    const began = performance.now();
    await write(queries(), { chatId: 1, calls: [say(1, 'the answer')], heldFor: 200 });
    start();
    await allGone();
    expect(texts()).toEqual(['the answer']);
    // Another clock than the database's may run a little faster.
    expect(saidAt - began).toBeGreaterThan(190);
  });

  it('says it at once where the dead process alone had the database', async () => {
    await write(queries(), { chatId: 1, calls: [say(1, 'the answer')], heldFor: 15_000 });
    await releaseAll(queries(), { botId, lease: 15_000 });
    start({ exclusive: true });
    await allGone();
    expect(texts()).toEqual(['the answer']);
  });

  it('keeps the order of a chat that has fallen behind, and says what is planned only at its time', async () => {
    await write(queries(), { chatId: 1, calls: [say(1, 'planned')], heldFor: 3_600_000 });
    for (const text of ['one', 'two', 'three'])
      await write(queries(), { chatId: 1, calls: [say(1, text)], heldFor: 0 });
    start();
    await until(async () => (await waiting(queries())).length === 1);
    expect(texts()).toEqual(['one', 'two', 'three']);
  });

  it('leaves a chat alone whose earlier answer is under way elsewhere', async () => {
    await write(queries(), { chatId: 1, calls: [say(1, 'under way')], heldFor: 10_000 });
    await write(queries(), { chatId: 1, calls: [say(1, 'after it')], heldFor: 0 });
    expect(await takeDue(queries(), { botId, limit: 10, lease: 15_000, cooling: [] })).toEqual([]);
  });

  it('B4 comes back when Telegram said, and again and again while it is down', async () => {
    await write(queries(), { chatId: 1, calls: [say(1, 'patient')], heldFor: 0 });
    let isDown = true;
    let taken = 0;
    stub.answer(() => {
      if (isDown) return { error: 502, description: 'Bad Gateway' };
      taken += 1;
      return { result: true };
    });
    start();
    await until(async () => {
      const [row] = await waiting(queries());
      return row !== undefined && row.attempts >= 2 && row.dueIn > 0;
    });
    isDown = false;
    await allGone();
    expect(taken).toBe(1);
  });

  it('B2 never sends twice, however many senders look at once', async () => {
    for (let i = 0; i < 200; i += 1)
      await write(queries(), { chatId: i % 50, calls: [say(i % 50, `text ${i}`)], heldFor: 0 });
    const courier = createCourier({ queries: queries(), telegram, botId, log: silentLogger });
    couriers.push(courier);
    // Without the lease, as when it changes hands in the middle of a look.
    const look = async (): Promise<void> => {
      const rows = await takeDue(queries(), { botId, limit: 7, lease: 120_000, cooling: [] });
      await Promise.all(rows.map((row) => courier.deliver({ ...row, behind: false })));
    };
    while ((await waiting(queries())).length > 0) await Promise.all([look(), look(), look(), look()]);
    expect(new Set(texts()).size).toBe(200);
    expect(texts()).toHaveLength(200);
    const ofOneChat = texts().filter((text) => Number(String(text).slice(5)) % 50 === 7);
    expect(ofOneChat).toEqual(['text 7', 'text 57', 'text 107', 'text 157']);
  });

  it('B4 keeps to the pace, whichever of two processes sends', async () => {
    for (let i = 0; i < 25; i += 1) await write(queries(), { chatId: i, calls: [say(i, `text ${i}`)], heldFor: 0 });
    const sentAt: number[] = [];
    stub.answer(() => {
      sentAt.push(performance.now());
      return { result: true };
    });
    const began = performance.now();
    start({ pace: createPace({ perSecond: 10, perChat: 1_000 }) });
    start({ pace: createPace({ perSecond: 10, perChat: 1_000 }) });
    await allGone();
    expect(sentAt).toHaveLength(25);
    // What is seen is when calls arrive, and a busy machine may hold one up on its way, so that many come at once; but
    // none comes earlier than it may be sent.
    for (const [place, at] of sentAt.entries()) expect(at - began).toBeGreaterThan(Math.floor(place / 10) * 1_000 - 10);
  });

  it('B2 goes on where another process held the lease and died', async () => {
    await sql`insert into leases (name, holder, epoch, expires_at)
      values ('telegram-outgoing', 'the dead', 4, now() + interval '300 milliseconds')`.execute(queries());
    await write(queries(), { chatId: 1, calls: [say(1, 'the answer')], heldFor: 0 });
    start();
    await allGone();
    expect(texts()).toEqual(['the answer']);
  });

  it('looks at once when woken', async () => {
    const sender = start({ times: { look: 60_000, leadership: { renew: 50, lasts: 60_000 } } });
    await new Promise((resolve) => void setTimeout(resolve, 100));
    await write(queries(), { chatId: 1, calls: [say(1, 'now')], heldFor: 0 });
    sender.wake();
    await allGone();
    expect(texts()).toEqual(['now']);
  });
});
