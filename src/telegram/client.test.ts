import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegram, type Telegram } from './client.ts';
import { startBotApiStub, type BotApiStub, type Reply } from './client-testing.ts';

const token = '123456:secret-of-the-bot';
const send = { method: 'sendMessage', payload: { chat_id: 7, text: 'Сессия начата' } };

describe('a call of the Bot API', () => {
  let stub: BotApiStub;
  let telegram: Telegram;
  let counted: string[];
  beforeEach(async () => {
    stub = await startBotApiStub();
    counted = [];
    telegram = createTelegram({
      token,
      apiRoot: `${stub.apiRoot}/`,
      onCall: (method, outcome) => counted.push(`${method} ${outcome}`),
    });
  });
  afterEach(async () => {
    await telegram.close();
    await stub.stop();
  });

  it('goes out as JSON to the address of its method and brings back the result', async () => {
    stub.answer(() => ({ result: { message_id: 12 } }));
    expect(await telegram.call({ ...send, tag: 'card' })).toEqual({ outcome: 'taken', result: { message_id: 12 } });
    expect(stub.received).toMatchObject([
      { address: `/bot${token}/sendMessage`, contentType: 'application/json', payload: send.payload },
    ]);
    expect(counted).toEqual(['sendMessage taken']);
  });

  it('brings back no result that nobody waits for', async () => {
    stub.answer(() => ({ result: { message_id: 12 } }));
    expect(await telegram.call(send)).toEqual({ outcome: 'taken', result: undefined });
    // Nor does it take the first words of an answer for the whole of it.
    stub.answer(() => ({ status: 200, body: '{"ok":true,"result":{"message_id":' }));
    expect(await telegram.call(send)).toMatchObject({ outcome: 'unavailable' });
  });

  it.each<[string, Reply, Record<string, unknown>]>([
    [
      '400 not modified',
      { error: 400, description: 'Bad Request: message is not modified: …' },
      { outcome: 'harmless' },
    ],
    ['400 too old', { error: 400, description: 'Bad Request: query is too old and …' }, { outcome: 'harmless' }],
    [
      '400 no such message',
      { error: 400, description: 'Bad Request: message to edit not found' },
      { outcome: 'harmless' },
    ],
    ['400 else', { error: 400, description: "Bad Request: can't parse entities" }, { outcome: 'refused' }],
    ['403', { error: 403, description: 'Forbidden: bot was blocked by the user' }, { outcome: 'blocked' }],
    ['429', { error: 429, description: 'Too Many Requests', retryAfter: 3 }, { outcome: 'wait', seconds: 3 }],
    ['429 without a time', { error: 429, description: 'slow down' }, { outcome: 'unavailable' }],
    ['500', { error: 500, description: 'Internal Server Error' }, { outcome: 'unavailable', cause: '500' }],
    ['a revoked token', { error: 401, description: 'Unauthorized' }, { outcome: 'unavailable' }],
    ["a proxy's 403 page", { status: 403, body: '<html>denied</html>' }, { outcome: 'unavailable' }],
    ['half an answer', { status: 200, body: '{"ok":tr' }, { outcome: 'unavailable' }],
    ['a cut connection', 'cut', { outcome: 'unavailable' }],
  ])('B4 is classed when Telegram gives %s', async (_name, reply, expected) => {
    stub.answer(() => reply);
    expect(await telegram.call(send)).toMatchObject(expected);
  });

  it('B4 is given up when Telegram gives no answer in time', async () => {
    stub.answer(() => 'silence');
    telegram = createTelegram({ token, apiRoot: stub.apiRoot, timeLimit: 300 });
    expect(await telegram.call(send)).toEqual({ outcome: 'unavailable', cause: 'time limit' });
  });

  it('finds nobody listening', async () => {
    await stub.stop();
    expect(await telegram.call(send)).toEqual({ outcome: 'unavailable', cause: 'ECONNREFUSED' });
    stub = await startBotApiStub();
  });

  it('O5 tells nothing of the token when it fails', async () => {
    telegram = createTelegram({ token, apiRoot: stub.apiRoot, timeLimit: 300 });
    const said = JSON.stringify([
      await (stub.answer(() => 'cut'), telegram.call(send)),
      await (stub.answer(() => 'silence'), telegram.getMe()),
      await telegram.getUpdates({}, AbortSignal.abort()),
    ]);
    expect(said).not.toContain('secret');
  });

  it('keeps its connections: a hundred calls one by one need no more than two', async () => {
    for (let i = 0; i < 100; i += 1) await telegram.call(send);
    expect(stub.connections()).toBeLessThanOrEqual(2);
  });

  it('opens no more than a hundred connections, and none of the calls is lost', async () => {
    const results = await Promise.all(Array.from({ length: 300 }, () => telegram.call(send)));
    expect(results.every(({ outcome }) => outcome === 'taken')).toBe(true);
    expect(stub.connections()).toBeLessThanOrEqual(100);
  });

  it('is given up when its signal says so, also one that waits for a connection', async () => {
    stub.answer(() => 'silence');
    const stop = new AbortController();
    const calls = Array.from({ length: 120 }, () => telegram.call(send, { signal: stop.signal }));
    setTimeout(() => stop.abort(), 50);
    const results = await Promise.all(calls);
    expect(results.every((result) => result.outcome === 'unavailable' && result.cause === 'stopped')).toBe(true);
  });
});

describe('updates by long polling', () => {
  it('wait as long as Telegram was asked to, and leave out what is no update', async () => {
    const update = { update_id: 5, message: { text: 'hi' } };
    const stub = await startBotApiStub(async () => {
      await new Promise((resolve) => void setTimeout(resolve, 600));
      return { result: [update, { nonsense: 1 }, null] };
    });
    const telegram = createTelegram({ token, apiRoot: stub.apiRoot, timeLimit: 300 });
    expect(await telegram.getUpdates({ timeout: 10 })).toEqual({ outcome: 'taken', result: [update] });
    stub.answer(() => ({ error: 409, description: 'Conflict: terminated by other getUpdates request' }));
    expect(await telegram.getUpdates({ timeout: 10 })).toMatchObject({ outcome: 'conflict' });
    await telegram.close();
    await stub.stop();
  });
});
