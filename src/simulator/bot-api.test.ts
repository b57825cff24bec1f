import { Api, Bot, GrammyError } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, TEST_BOT, type TestSimulator } from './testing.ts';

let telegram: TestSimulator;
let anya: number;

beforeEach(async () => {
  telegram = await startSimulator();
  anya = telegram.addUser({ first_name: 'Аня' });
});
afterEach(() => telegram.close());

const api = (): Api => new Api(telegram.token, { apiRoot: telegram.apiRoot });
const call = async (path: string, init?: RequestInit): Promise<unknown> =>
  (await fetch(`${telegram.apiRoot}/bot${telegram.token}/${path}`, init)).json();

describe('the Bot API over HTTP', () => {
  test('a bot made with grammY polls, answers, edits in place and answers presses', async () => {
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    bot.command('start', async (context) => {
      const keyboard = { inline_keyboard: [[{ text: 'Tap', callback_data: 'tap:1' }]] };
      await context.reply('<b>Hello</b>', { parse_mode: 'HTML', reply_markup: keyboard });
    });
    bot.on('callback_query:data', async (context) => {
      await context.editMessageText(`you sent ${context.callbackQuery.data}`);
      await context.answerCallbackQuery({ text: 'done' });
    });
    const running = bot.start({ drop_pending_updates: false });
    telegram.say(anya, '/start');
    const hello = await telegram.waitForMessage(anya, 'Hello');
    expect(hello.entities).toEqual([{ type: 'bold', offset: 0, length: 5 }]);
    const press = telegram.press(anya, 'Tap');
    const edited = await telegram.waitForMessage(anya, 'you sent tap:1');
    expect(edited.message_id).toBe(hello.message_id);
    expect(edited.reply_markup).toBeUndefined();
    expect(await telegram.waitForAnswer(press.queryId ?? '')).toMatchObject({ text: 'done', show_alert: false });
    await bot.stop();
    await running;
  });

  test('a call comes as a query, as JSON, as a form or multipart, with the method in any case', async () => {
    telegram.say(anya, 'hi');
    const send = (init: RequestInit): Promise<unknown> => call('SENDMESSAGE', { method: 'POST', ...init });
    const fields = { chat_id: String(anya), text: 'one' };
    const multipart = new FormData();
    multipart.set('chat_id', String(anya));
    multipart.set('text', 'one');
    const taken = { ok: true, result: { text: 'one', chat: { id: anya, type: 'private' }, from: { id: TEST_BOT.id } } };
    expect(await call(`sendMessage?chat_id=${anya}&text=one`)).toMatchObject(taken);
    expect(await send({ body: new URLSearchParams(fields) })).toMatchObject(taken);
    expect(await send({ body: multipart })).toMatchObject(taken);
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    expect(await send({ ...json, body: JSON.stringify({ chat_id: anya, text: 'one' }) })).toMatchObject(taken);
    expect(await send({ ...json, body: '{' })).toMatchObject({ ok: false, error_code: 400 });
  });

  test('a wrong token and an unknown method are refused in Telegram’s words', async () => {
    const wrong = await fetch(`${telegram.apiRoot}/bot1:wrong/getMe`);
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
    const unknown = await fetch(`${telegram.apiRoot}/bot${telegram.token}/makeCoffee`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
  });

  test('an id beyond 32 bits stays exact', async () => {
    const far = telegram.addUser({ id: 2 ** 51 + 7 });
    telegram.say(far, 'hello');
    const [update] = await api().getUpdates();
    expect(update?.message?.from.id).toBe(2 ** 51 + 7);
    expect((await api().sendMessage(far, 'x')).chat.id).toBe(2 ** 51 + 7);
  });

  test('faults strike as told: refused, cut, carried out all the same, and then no more', async () => {
    telegram.say(anya, 'hi');
    telegram.fault({ method: 'sendMessage', do: 'refuse', status: 429, retry_after: 7, next: 1 });
    telegram.fault({ method: 'sendMessage', do: 'refuse', status: 500, next: 1, carried_out: true });
    telegram.fault({ method: 'sendMessage', do: 'cut', next: 1 });
    const refusal = await api()
      .sendMessage(anya, 'a')
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GrammyError);
    expect(refusal).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    await expect(api().sendMessage(anya, 'b')).rejects.toMatchObject({ error_code: 500 });
    await expect(api().sendMessage(anya, 'c')).rejects.toThrow('Network request');
    await api().sendMessage(anya, 'd');
    expect(telegram.chat(anya).messages.map(({ text }) => text)).toEqual(['hi', 'b', 'd']);
  });
});
