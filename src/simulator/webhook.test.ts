import Fastify, { type FastifyInstance } from 'fastify';
import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../platform/clock.ts';
import { startSimulator, type TestSimulator } from './testing.ts';

const updateShape = z.looseObject({
  update_id: z.int(),
  message: z.looseObject({ text: z.string() }).optional(),
  callback_query: z.looseObject({ data: z.string() }).optional(),
});

interface Taken {
  readonly what: string;
  readonly id: number;
  readonly secret: unknown;
  readonly socket: number | undefined;
}

let telegram: TestSimulator;
let api: Api;
let anya: number;
let hook: FastifyInstance;
let address: string;
let taken: Taken[];
let aheadSeconds: number;
/** What the hook answers; the deliveries so far include the present one. */
let answer: (what: string) => unknown;

beforeEach(async () => {
  aheadSeconds = 0;
  const clock = { now: () => systemClock.now().add({ seconds: aheadSeconds }) };
  telegram = await startSimulator({ retrySecondMs: 20, clock });
  api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  anya = telegram.addUser();
  taken = [];
  answer = () => ({});
  hook = Fastify();
  hook.post('/hook', async (request, reply) => {
    const update = updateShape.parse(request.body);
    const what = update.message?.text ?? update.callback_query?.data ?? '?';
    const secret = request.headers['x-telegram-bot-api-secret-token'];
    taken.push({ what, id: update.update_id, secret, socket: request.raw.socket.remotePort });
    const given = await answer(what);
    return typeof given === 'number' ? reply.code(given).send() : given;
  });
  address = `${await hook.listen({ host: '127.0.0.1', port: 0 })}/hook`;
});
afterEach(async () => {
  await telegram.close();
  await hook.close();
});

const whats = (): string[] => taken.map(({ what }) => what);
const settled = (count: number): Promise<void> => expect.poll(() => taken.length).toBe(count);

describe('the webhook', () => {
  test('updates arrive with the secret, a chat’s one after the other, on connections that are kept', async () => {
    await api.setWebhook(address, { secret_token: 's3cret', max_connections: 100 });
    const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const text of texts) telegram.say(anya, text);
    await settled(texts.length);
    expect(whats()).toEqual(texts);
    expect(taken[0]?.secret).toBe('s3cret');
    expect(new Set(taken.map(({ socket }) => socket)).size).toBeLessThan(4);
    // The last one is forgotten once its answer has come.
    await expect.poll(async () => (await api.getWebhookInfo()).pending_update_count).toBe(0);
    expect(await api.getWebhookInfo()).toMatchObject({ url: address, max_connections: 100 });
  });

  test('different chats, and one person’s presses and messages, are delivered in parallel up to the limit', async () => {
    const doors = Promise.withResolvers<void>();
    let inside = 0;
    let most = 0;
    answer = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await doors.promise;
      inside -= 1;
      return {};
    };
    await api.setWebhook(address, { max_connections: 3 });
    telegram.say(anya, 'message');
    telegram.pressData(anya, 1, 'press');
    for (let count = 0; count < 4; count += 1) telegram.say(telegram.addUser(), 'other');
    await settled(3);
    doors.resolve();
    await settled(6);
    expect(most).toBe(3);
  });

  test('a failure is tried again at once, then ever later, and keeps only its own chat waiting', async () => {
    const isRefused = (): boolean => whats().filter((what) => what === 'a').length < 3 || !whats().includes('other');
    answer = (what) => (what === 'a' && isRefused() ? 500 : 204);
    await api.setWebhook(address);
    telegram.say(anya, 'a');
    telegram.say(anya, 'b');
    telegram.say(telegram.addUser(), 'other');
    await expect.poll(whats).toContain('b');
    expect(
      whats()
        .filter((what) => what !== 'other')
        .slice(-4),
    ).toEqual(['a', 'a', 'a', 'b']);
    expect((await api.getWebhookInfo()).last_error_message).toBe(
      'Wrong response from the webhook: 500 Internal Server Error',
    );
  });

  test('a press is dropped after 150 seconds, a message waits', async () => {
    telegram.core.webhook.trouble = 'unreachable';
    await api.setWebhook(address);
    telegram.say(anya, 'message');
    telegram.pressData(anya, 1, 'press');
    await expect.poll(async () => (await api.getWebhookInfo()).last_error_message).toBe('Connection refused');
    expect((await api.getWebhookInfo()).pending_update_count).toBe(2);
    aheadSeconds = 151;
    telegram.core.webhook.trouble = 'none';
    await settled(1);
    await expect.poll(async () => (await api.getWebhookInfo()).pending_update_count).toBe(0);
    expect(whats()).toEqual(['message']);
  });

  test('an answer that gets lost brings the update again', async () => {
    telegram.core.webhook.trouble = 'answers_lost';
    telegram.core.webhook.troubleLeft = 2;
    await api.setWebhook(address);
    const id = telegram.say(anya, 'a');
    await settled(3);
    expect(taken.map((one) => one.id)).toEqual([id, id, id]);
  });

  test('an update told to come twice comes twice at once', async () => {
    const doors = Promise.withResolvers<object>();
    await api.setWebhook(address);
    const id = telegram.say(anya, 'a');
    await settled(1);
    answer = () => doors.promise;
    telegram.redeliver(id, 2);
    await settled(3);
    doors.resolve({});
    expect(taken.map((one) => one.id)).toEqual([id, id, id]);
  });

  test('every update can be doubled', async () => {
    telegram.core.webhook.duplicatePercent = 100;
    await api.setWebhook(address);
    telegram.say(anya, 'a');
    await settled(2);
    expect(whats()).toEqual(['a', 'a']);
  });

  test('the answer may carry one call, which is carried out', async () => {
    answer = () => ({ method: 'sendMessage', chat_id: anya, text: 'pong' });
    await api.setWebhook(address);
    telegram.say(anya, 'ping');
    await telegram.waitForMessage(anya, 'pong');
  });

  test('what waited before the webhook was set comes, unless it is to be dropped', async () => {
    telegram.say(anya, 'old');
    await api.setWebhook(address, { drop_pending_updates: true });
    telegram.say(anya, 'new');
    await settled(1);
    await api.deleteWebhook();
    telegram.say(anya, 'waiting');
    await api.setWebhook(address);
    await settled(2);
    expect(whats()).toEqual(['new', 'waiting']);
  });

  test('outside this machine an address needs https and one of four ports', async () => {
    await expect(api.setWebhook('http://a.example/')).rejects.toThrow('An HTTPS URL must be provided for webhook');
    await expect(api.setWebhook('https://a.example:444/')).rejects.toThrow('80, 88, 443 or 8443');
    await expect(api.setWebhook(address, { secret_token: 'a b' })).rejects.toThrow('unallowed characters');
  });
});
