import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { deriveSecret, webhook, webhookPath, type Accept } from './webhook.ts';

const secret = deriveSecret('123456:token');
const update = (id: number): string => JSON.stringify({ update_id: id, message: {} });

describe('the webhook', () => {
  let server: Server;
  let accepted: number[];
  let texts: unknown[];
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

  /** Without a length, a kilobyte and a byte at a time. */
  async function postInPieces(body: string): Promise<IncomingMessage> {
    const sending = request(address + webhookPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    });
    const answered = once(sending, 'response');
    sending.on('error', () => undefined);
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += 1025) sending.write(bytes.subarray(at, at + 1025));
    sending.end();
    const [response]: IncomingMessage[] = await answered;
    if (!response) throw new Error('no answer');
    response.resume();
    return response;
  }

  beforeEach(async () => {
    accepted = [];
    texts = [];
    isClosing = false;
    accept = async (one) => {
      accepted.push(one.update_id);
      if ('text' in one) texts.push(one.text);
      return 'done';
    };
    server = createServer(
      webhook({ secret, accept: (one) => accept(one), isClosing: () => isClosing, log: silentLogger }),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has such an address
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('B1 takes an update that shows the secret', async () => {
    expect((await post(update(7))).status).toBe(200);
    expect(accepted).toEqual([7]);
  });

  it.each([
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': `${secret}x` }],
    ['the beginning of the right one', { 'x-telegram-bot-api-secret-token': secret.slice(0, -1) }],
    ['another of the same length', { 'x-telegram-bot-api-secret-token': 'x'.repeat(secret.length) }],
    ['one longer than any', { 'x-telegram-bot-api-secret-token': secret.padEnd(1_000, 'x') }],
    ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
  ])('B1 refuses %s', async (_name, headers) => {
    expect((await post(update(7), headers)).status).toBe(401);
    expect(accepted).toEqual([]);
  });

  it('B1 refuses who shows no secret, without reading what they send', async () => {
    const response = await fetch(address + webhookPath, { method: 'POST', body: 'x'.repeat(100) });
    expect(response.status).toBe(401);
  });

  it('refuses what is too large, whether it says so or not', async () => {
    const body = JSON.stringify({ update_id: 1, text: 'x'.repeat(1024 * 1024) });
    expect((await post(body)).status).toBe(413);
    expect((await postInPieces(body)).statusCode).toBe(413);
    expect(accepted).toEqual([]);
  });

  it('refuses what does not call itself JSON', async () => {
    expect((await post(update(7), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(update(7), { 'content-type': 'application/jsonp' })).status).toBe(415);
    expect(accepted).toEqual([]);
    expect((await post(update(7), { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  it('refuses what is no JSON', async () => {
    expect((await post('{"update_id":')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect(accepted).toEqual([]);
  });

  it('takes a message of 200 KB, also in pieces that cut its letters', async () => {
    const body = JSON.stringify({ update_id: 1, text: 'ё'.repeat(100 * 1024) });
    expect((await post(body)).status).toBe(200);
    expect((await postInPieces(body)).statusCode).toBe(200);
    expect(accepted).toEqual([1, 1]);
    expect(texts).toEqual(['ё'.repeat(100 * 1024), 'ё'.repeat(100 * 1024)]);
  });

  it('answers many updates on one connection, each its own', async () => {
    accept = async ({ update_id }) => (update_id % 2 === 0 ? 'done' : 'later');
    const statuses = [];
    for (let id = 0; id < 6; id += 1) statuses.push((await post(update(id))).status);
    expect(statuses).toEqual([200, 503, 200, 503, 200, 503]);
  });

  it('bears a connection that breaks in the middle of an update', async () => {
    const broken = request(`${address}${webhookPath}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    });
    broken.on('error', () => undefined);
    broken.write('{"update_id":');
    await once(server, 'request');
    broken.destroy();
    expect((await post(update(7))).status).toBe(200);
    expect(accepted).toEqual([7]);
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
