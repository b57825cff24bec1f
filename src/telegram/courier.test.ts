import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../platform/telemetry/logger.ts';
import type { Call } from './call.ts';
import { createTelegram, type Telegram } from './client.ts';
import { startBotApiStub, type BotApiStub, type ReceivedCall, type Reply } from './client-testing.ts';
import { createCourier, type Courier, type CourierOptions } from './courier.ts';
import { botId, describeOnBoth, newUser, say, until, waiting, write } from './outgoing/testing.ts';

const busy: Reply = { error: 429, description: 'Too Many Requests: retry after 60', retryAfter: 60 };
const broken: Reply = { error: 500, description: 'Internal Server Error' };
const ok: Reply = { result: { message_id: 1 } };

describeOnBoth('the courier', (queries) => {
  let stub: BotApiStub;
  let telegram: Telegram;
  let courier: Courier;
  let chat = 1_000;

  function hire(options: Partial<CourierOptions> = {}): Courier {
    return createCourier({ queries: queries(), telegram, botId, log: silentLogger, ...options });
  }
  function texts(): unknown[] {
    return stub.received.map(({ payload }) => payload['text']);
  }
  /** Answers with these in turn, then well. */
  function reply(...replies: readonly Reply[]): void {
    const left = [...replies];
    stub.answer(() => left.shift() ?? ok);
  }
  const allSettled = () => until(async () => (await waiting(queries())).length === 0);

  beforeEach(async () => {
    stub = await startBotApiStub(() => ok);
    telegram = createTelegram({ token: '1:x', apiRoot: stub.apiRoot });
    courier = hire();
    chat += 1;
    await sql`delete from outgoing`.execute(queries());
  });
  afterEach(async () => {
    await courier.stop(0);
    await telegram.close();
    await stub.stop();
  });

  it('B2 forgets a letter once Telegram has taken it', async () => {
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'one')] }));
    expect(texts()).toEqual(['one']);
    await allSettled();
  });

  it('keeps the order within a chat, and lets no chat wait for another', async () => {
    const [slow, quick] = [chat, chat + 1_000];
    stub.answer(async ({ payload }) => {
      if (payload['text'] === 'slow 1') await until(() => texts().includes('quick'));
      return ok;
    });
    const letters = [];
    for (const text of ['slow 1', 'slow 2', 'slow 3'])
      letters.push(await write(queries(), { chatId: slow, calls: [say(slow, text)] }));
    letters.push(await write(queries(), { chatId: quick, calls: [say(quick, 'quick')] }));
    await Promise.all(letters.map((letter) => courier.deliver(letter)));
    expect(texts().filter((text) => text !== 'quick')).toEqual(['slow 1', 'slow 2', 'slow 3']);
    expect(texts().indexOf('quick')).toBeLessThan(texts().indexOf('slow 2'));
    expect(courier.underWay()).toBe(0);
    await allSettled();
  });

  it('B4 waits a second on the spot when told to, then says it', async () => {
    reply({ error: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 });
    const started = performance.now();
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'one')] }));
    expect(performance.now() - started).toBeGreaterThan(990);
    expect(texts()).toEqual(['one', 'one']);
    await allSettled();
  });

  it('B4 leaves in its row what is to wait longer, and does not let later words overtake it', async () => {
    reply(busy);
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'one')] }));
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'two')] }));
    expect(texts()).toEqual(['one']);
    const [one, two] = await waiting(queries());
    expect(one?.dueIn).toBeGreaterThan(30);
    expect(one?.dueIn).toBeLessThan(61);
    expect(two?.dueIn).toBeLessThanOrEqual(0);
  });

  it('B4 repeats after a server error and after a cut connection without anybody noticing', async () => {
    reply(broken, 'cut');
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'one')] }));
    expect(texts()).toEqual(['one', 'one', 'one']);
    await allSettled();
  });

  it('leaves for later only what is not done yet', async () => {
    const calls: Call[] = [say(chat, 'one'), say(chat, 'two'), say(chat, 'three')];
    reply(ok, busy);
    await courier.deliver(await write(queries(), { chatId: chat, calls }));
    expect((await waiting(queries())).map((row) => row.calls)).toEqual([calls.slice(1)]);
  });

  it('does not wait for a Telegram that does not answer at all', async () => {
    stub.answer(() => 'silence');
    telegram = createTelegram({ token: '1:x', apiRoot: stub.apiRoot, timeLimit: 500 });
    courier = hire({ times: { call: 500 } });
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'one')] }));
    const [row] = await waiting(queries());
    expect(row?.attempts).toBe(1);
    expect(row?.dueIn).toBeLessThan(1);
  });

  it('B4 answers a press beside the edit, and drops an answer nobody waits for any more', async () => {
    const calls: Call[] = [
      { method: 'editMessageText', payload: { chat_id: chat, message_id: 1, text: 'new' } },
      { method: 'answerCallbackQuery', payload: { callback_query_id: '1' } },
    ];
    const order: string[] = [];
    stub.answer(async ({ method }) => {
      if (method === 'editMessageText') await until(() => order.includes('answerCallbackQuery'));
      order.push(method);
      return ok;
    });
    await courier.deliver(await write(queries(), { chatId: chat, calls }));
    expect(order).toEqual(['answerCallbackQuery', 'editMessageText']);
    await courier.deliver({ ...(await write(queries(), { chatId: chat, calls })), age: 151 });
    expect(order).toEqual(['answerCallbackQuery', 'editMessageText', 'editMessageText']);
    await allSettled();
  });

  it('B4 takes «not modified» and «too old» for done', async () => {
    reply({ error: 400, description: 'Bad Request: message is not modified: …' });
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'one'), say(chat, 'two')] }));
    expect(texts()).toEqual(['one', 'two']);
    await allSettled();
  });

  it('B4 marks who blocked the bot and stops writing there', async () => {
    const userId = await newUser(queries(), chat);
    reply({ error: 403, description: 'Forbidden: bot was blocked by the user' });
    await write(queries(), { chatId: chat, userId, calls: [say(chat, 'a reminder')], heldFor: 86_400_000 });
    await write(queries(), { chatId: chat + 1_000, calls: [say(chat + 1_000, 'to another')] });
    await courier.deliver({
      ...(await write(queries(), { chatId: chat, userId, calls: [say(chat, 'one'), say(chat, 'two')] })),
      behind: false,
    });
    const user = await queries().selectFrom('users').where('id', '=', userId).selectAll().executeTakeFirstOrThrow();
    expect(user.blocked_at).not.toBeNull();
    expect(await waiting(queries())).toHaveLength(1);
    expect(texts()).toEqual(['one']);
  });

  it('B4 says in a new message what an old one cannot be edited to', async () => {
    reply({ error: 400, description: "Bad Request: message can't be edited" });
    const edit = { chat_id: chat, message_id: 9, text: '<b>Чтение</b>', parse_mode: 'HTML' };
    const taken: string[] = [];
    courier = hire({ onTaken: (call) => void taken.push(`${call.tag} ${call.method}`) });
    const calls: Call[] = [{ method: 'editMessageText', payload: edit, tag: 'card' }];
    await courier.deliver(await write(queries(), { chatId: chat, calls }));
    expect(stub.received.at(-1)).toMatchObject({
      method: 'sendMessage',
      payload: { chat_id: chat, text: '<b>Чтение</b>', parse_mode: 'HTML' },
    });
    expect(stub.received.at(-1)?.payload).not.toHaveProperty('message_id');
    expect(taken).toEqual(['card sendMessage']);
  });

  it('B4 says plainly what Telegram cannot read, and gives up aloud what it never takes', async () => {
    const given: string[] = [];
    courier = hire({ onGivenUp: (method) => given.push(method) });
    const unreadable: Reply = { error: 400, description: "Bad Request: can't parse entities: unclosed tag" };
    const payload = { chat_id: chat, text: '<b>Чтение &amp; <i>ещё', parse_mode: 'HTML' };
    reply(unreadable);
    await courier.deliver(await write(queries(), { chatId: chat, calls: [{ method: 'sendMessage', payload }] }));
    expect(stub.received.at(-1)?.payload).toEqual({ chat_id: chat, text: 'Чтение & ещё' });
    expect(given).toEqual([]);

    stub.answer((call: ReceivedCall) => (call.payload['text'] === 'next' ? ok : unreadable));
    const calls: Call[] = [{ method: 'sendMessage', payload }, say(chat, 'next')];
    await courier.deliver(await write(queries(), { chatId: chat, calls }));
    expect(given).toEqual(['sendMessage']);
    expect(texts().at(-1)).toBe('next');
    await allSettled();
  });

  it('gives the result of a call that has a tag to whoever wants it, and never repeats it when that fails', async () => {
    reply({ result: { message_id: 77 } });
    const results: unknown[] = [];
    courier = hire({
      onTaken: (call, result) => {
        results.push(call.tag, result);
        throw new Error('cannot note it');
      },
    });
    const calls: Call[] = [{ ...say(chat, 'card'), tag: 'card:5' }, say(chat, 'else')];
    await courier.deliver(await write(queries(), { chatId: chat, calls }));
    expect(results).toEqual(['card:5', { message_id: 77 }]);
    await allSettled();
    expect(texts()).toEqual(['card', 'else']);
  });

  it('sends nothing from a row that another process has taken meanwhile', async () => {
    const letter = await write(queries(), { chatId: chat, calls: [say(chat, 'one')] });
    await sql`update outgoing set attempts = 1 where id = ${letter.id}`.execute(queries());
    // A lease this short has to be asked for again before each call.
    courier = hire({ times: { lease: 1_000, call: 500 } });
    await courier.deliver(letter);
    expect(texts()).toEqual([]);
    expect(await waiting(queries())).toHaveLength(1);
  });

  it('B3 says what still comes while it stops', async () => {
    const last = Promise.withResolvers<void>();
    const stopped = courier.stop(60_000, last.promise);
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'a late one')] }));
    last.resolve();
    await stopped;
    expect(texts()).toEqual(['a late one']);
    expect(await waiting(queries())).toEqual([]);
    await courier.deliver(await write(queries(), { chatId: chat, calls: [say(chat, 'too late')] }));
    expect((await waiting(queries())).map(({ dueIn }) => dueIn <= 0)).toEqual([true]);
  });

  it('B3 stops in time and leaves the rest for others at once', async () => {
    stub.answer(() => 'silence');
    // Who waited for Telegram would wait so long.
    telegram = createTelegram({ token: '1:x', apiRoot: stub.apiRoot, timeLimit: 60_000 });
    courier = hire({ times: { lease: 120_000, call: 60_000 } });
    const letters = [];
    for (const text of ['one', 'two']) letters.push(await write(queries(), { chatId: chat, calls: [say(chat, text)] }));
    const delivered = Promise.all(letters.map((letter) => courier.deliver(letter)));
    await until(() => stub.received.length === 1);
    const started = performance.now();
    await courier.stop(100);
    await delivered;
    expect(performance.now() - started).toBeLessThan(30_000);
    const rows = await waiting(queries());
    expect(rows.map(({ dueIn }) => dueIn <= 0)).toEqual([true, true]);
  });
});
