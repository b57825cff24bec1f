import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type TestSimulator } from './testing.ts';

let telegram: TestSimulator;
let api: Api;
let anya: number;

beforeEach(async () => {
  telegram = await startSimulator();
  api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  anya = telegram.addUser();
});
afterEach(() => telegram.close());

const control = async (method: string, path: string, body?: unknown): Promise<[number, unknown]> => {
  const response = await fetch(`${telegram.origin}/simulator/control${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return [response.status, await response.json()];
};

describe('the control API', () => {
  test('a new person gets a free id beyond 32 bits, and can talk at once', async () => {
    const [status, person] = await control('POST', '/people', { first_name: '<b>&', language_code: 'en' });
    expect([status, person]).toMatchObject([201, { first_name: '<b>&', id: 7_500_000_001 }]);
    const updateId = telegram.core.queue.nextId;
    const said = await control('POST', '/chats/7500000001/say', { text: '/start x' });
    expect(said).toEqual([200, { update_id: updateId }]);
    expect(await api.getUpdates()).toMatchObject([
      { update_id: updateId, message: { text: '/start x', entities: [{ type: 'bot_command', length: 6 }] } },
    ]);
  });

  test('a message can carry an older date than its delivery', async () => {
    telegram.say(anya, 'now');
    await control('POST', `/chats/${anya}/say`, { text: 'then', date_offset: -600 });
    await control('PUT', '/settings', { skew_seconds: 3600 });
    telegram.say(anya, 'ahead');
    const [now = 0, then = 0, ahead = 0] = (await api.getUpdates()).map((update) => update.message?.date);
    expect(Math.round((now - then) / 60)).toBe(10);
    expect(Math.round((ahead - now) / 60)).toBe(60);
  });

  test('a button is pressed by its label, on the message and below the chat, or by its data', async () => {
    telegram.say(anya, 'hi');
    await api.sendMessage(anya, 'x', { reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] } });
    const keyboard = [
      ['Menu'],
      [
        { text: 'Phone', request_contact: true },
        { text: 'Place', request_location: true },
      ],
    ];
    const { message_id } = await api.sendMessage(anya, 'y', { reply_markup: { keyboard } });
    for (const label of ['Go', 'Menu', 'Phone', 'Place']) await control('POST', `/chats/${anya}/press`, { label });
    await control('POST', `/chats/${anya}/press`, { message_id, data: 'stale' });
    expect((await api.getUpdates()).slice(1)).toMatchObject([
      { callback_query: { data: 'go', message: { text: 'x' } } },
      { message: { text: 'Menu' } },
      { message: { contact: { user_id: anya } } },
      { message: { location: {} } },
      { callback_query: { data: 'stale', message: { message_id } } },
    ]);
    expect(await control('POST', `/chats/${anya}/press`, { label: 'None' })).toMatchObject([404, {}]);
  });

  test('an edited text, an inline query and a blocked bot are told as Telegram tells them', async () => {
    telegram.say(anya, 'hi');
    const messageId = telegram.chat(anya).messages[0]?.message_id;
    await control('POST', `/chats/${anya}/edit`, { message_id: messageId, text: 'ho' });
    await control('POST', `/chats/${anya}/inline`, { query: 'q' });
    await control('DELETE', `/chats/${anya}`, { block: true });
    expect((await api.getUpdates()).slice(1)).toMatchObject([
      { edited_message: { message_id: messageId, text: 'ho', edit_date: expect.any(Number) } },
      { inline_query: { query: 'q', from: { id: anya } } },
      { my_chat_member: { new_chat_member: { status: 'kicked' } } },
    ]);
    expect(telegram.chat(anya)).toMatchObject({ messages: [], started: false, blocked: true });
  });

  test('faults are set, listed with what is left of them, and cleared', async () => {
    telegram.say(anya, 'hi');
    await control('POST', '/faults', { method: 'sendMessage', do: 'refuse', status: 502, next: 2 });
    await expect(api.sendMessage(anya, 'x')).rejects.toMatchObject({ error_code: 502, description: 'Bad Gateway' });
    expect(await control('GET', '/faults')).toMatchObject([200, { faults: [{ do: 'refuse', next: 1 }] }]);
    await control('DELETE', '/faults');
    await api.sendMessage(anya, 'x');
  });

  test('chats with anybody, for a load of people nobody introduced', async () => {
    await expect(api.sendMessage(9_000_000_001, 'x')).rejects.toThrow('chat not found');
    await control('PUT', '/settings', { open_chats: true });
    expect((await api.sendMessage(9_000_000_001, 'x')).chat.id).toBe(9_000_000_001);
  });

  test('nonsense is answered with what is wrong, and nothing happens', async () => {
    expect(await control('POST', `/chats/${anya}/say`, { text: 5 })).toMatchObject([
      422,
      { error: expect.stringContaining('text') },
    ]);
    expect(await control('POST', '/chats/5/say', { text: 'x' })).toMatchObject([404, {}]);
    expect(await control('POST', '/redeliver', { update_id: 1 })).toMatchObject([404, {}]);
    expect(telegram.core.queue.size).toBe(0);
  });

  test('a page of another site can tell it nothing', async () => {
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${telegram.origin}/simulator/control/chats/${anya}/say`, {
        method: 'POST',
        headers,
        body: '{"text":"x"}',
      });
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ 'content-type': 'application/json', origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'content-type': 'application/json', origin: telegram.origin })).status).toBe(200);
  });
});

describe('the page’s stream and files', () => {
  test('whoever watches hears what happens, and hears the end', async () => {
    const response = await fetch(`${telegram.origin}/simulator/control/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    telegram.say(anya, 'hi');
    const events = response.text();
    await telegram.close();
    expect(await events).toMatch(/^event: hello\ndata: .+\n\nevent: change\ndata: .*"hi"/);
    telegram = await startSimulator();
  });

  test('the page is served without its types and forbids foreign scripts', async () => {
    const page = await fetch(`${telegram.origin}/simulator`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const script = await fetch(`${telegram.origin}/simulator/assets/rich-text.ts`);
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(await script.text()).not.toContain('import type');
    expect((await fetch(`${telegram.origin}/simulator/assets/rich-text.test.ts`)).status).toBe(404);
    expect((await fetch(`${telegram.origin}/simulator/assets/..%2Findex.html`)).status).toBe(404);
  });

  test('the page comes compressed to whoever can read that, as the panel shows it in its first view', async () => {
    const [packed, plain] = await Promise.all(
      ['gzip, deflate, br', 'identity'].map(async (encoding) =>
        fetch(`${telegram.origin}/simulator/assets/main.ts`, { headers: { 'accept-encoding': encoding } }),
      ),
    );
    expect([packed, plain].map((answer) => answer?.headers.get('content-encoding'))).toEqual(['gzip', null]);
    expect(packed?.headers.get('vary')).toBe('accept-encoding');
    expect(await packed?.text()).toBe(await plain?.text());
    expect(plain?.status).toBe(200);
  });
});
