import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { deriveSecret, webhook, webhookPath, type Accept } from './webhook.ts';

const secret = deriveSecret('123456:token');
const update = (id: number): string => JSON.stringify({ update_id: id, message: {} });

describe('the webhook', () => {
  let server: FastifyInstance;
  let accepted: number[];
  let accept: Accept;
  let isClosing: boolean;
  let address: string;

  async function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(address + webhookPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret, ...headers },
      body,
    });
  }

  beforeEach(async () => {
    accepted = [];
    isClosing = false;
    accept = async ({ update_id }) => {
      accepted.push(update_id);
      return 'done';
    };
    server = fastify();
    await server.register(
      webhook({ secret, accept: (one) => accept(one), isClosing: () => isClosing, log: silentLogger }),
    );
    address = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());

  it('B1 takes an update that shows the secret', async () => {
    expect((await post(update(7))).status).toBe(200);
    expect(accepted).toEqual([7]);
  });

  it.each([
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': `${secret}x` }],
    ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
  ])('B1 refuses %s', async (_name, headers) => {
    expect((await post(update(7), headers)).status).toBe(401);
    expect(accepted).toEqual([]);
  });

  it('B1 refuses who shows no secret, without reading what they send', async () => {
    const response = await fetch(address + webhookPath, { method: 'POST', body: 'x'.repeat(100) });
    expect(response.status).toBe(401);
  });

  it('refuses what is too large or no JSON', async () => {
    expect((await post(JSON.stringify({ update_id: 1, text: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
    expect((await post('{"update_id":')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect(accepted).toEqual([]);
  });

  it('takes a message of 200 KB', async () => {
    expect((await post(JSON.stringify({ update_id: 1, text: 'ё'.repeat(100 * 1024) }))).status).toBe(200);
    expect(accepted).toEqual([1]);
  });

  it.each(['{}', '[]', 'null', '5', '"x"', '{"update_id":"5"}', '{"update_id":1.5}', '{"update_id":1e300}'])(
    'does not have %s, which is no update, delivered again',
    async (body) => {
      expect((await post(body)).status).toBe(200);
      expect(accepted).toEqual([]);
    },
  );

  it('B2 has an update come again that was not taken now', async () => {
    accept = async () => 'later';
    const refused = await post(update(7));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    accept = () => Promise.reject(new Error('no database'));
    expect((await post(update(7))).status).toBe(503);
  });

  it('B3 takes nothing in while it stops', async () => {
    isClosing = true;
    expect((await post(update(7))).status).toBe(503);
    expect(accepted).toEqual([]);
  });
});

describe('the secret where none is set', () => {
  it('is the same in every replica, other for another bot, and one that Telegram allows', () => {
    expect(deriveSecret('1:a')).toBe(deriveSecret('1:a'));
    expect(deriveSecret('1:a')).not.toBe(deriveSecret('1:b'));
    expect(deriveSecret('1:a')).toMatch(/^[\w-]{1,256}$/);
  });
});
