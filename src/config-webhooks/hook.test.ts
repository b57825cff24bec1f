import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { request } from '../platform/http/testing.ts';
import { configHook, hookPath } from './hook.ts';
import { sign } from './rules/signature.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00Z');
const seconds = String(now.epochMilliseconds / 1_000);

describe('C8 POST /hooks/config', () => {
  let server: FastifyInstance;
  let address: string;
  let looks: number;

  beforeEach(async () => {
    looks = 0;
    server = Fastify();
    const refresh = async (): Promise<number> => {
      looks += 1;
      return 42;
    };
    await server.register(configHook({ secret: 'secret', clock: { now: () => now }, refresh }));
    address = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => server.close());

  function send(body: string, headers: Record<string, string>, type = 'application/json') {
    return request(`${address}${hookPath}`, { method: 'POST', body, headers: { 'content-type': type, ...headers } });
  }
  const signed = (body: string, timestamp = seconds, secret = 'secret') => ({
    'x-minuta-timestamp': timestamp,
    'x-minuta-signature': sign(secret, timestamp, body),
  });

  it('looks what is published, and says which version runs', async () => {
    expect(await send('{"version":42}', signed('{"version":42}'))).toMatchObject({
      status: 200,
      body: { version: 42 },
    });
    expect(looks).toBe(1);
  });

  it('takes any body, of any kind, even none, if only it is signed', async () => {
    expect(await send('no JSON {', signed('no JSON {'), 'text/plain')).toMatchObject({ status: 200 });
    expect(await send('', signed(''))).toMatchObject({ status: 200 });
  });

  it('takes a repetition, which does no harm', async () => {
    for (const _ of ['first', 'again']) expect(await send('{}', signed('{}'))).toMatchObject({ status: 200 });
  });

  it.each([
    ['nothing', {}],
    ['another secret', signed('{}', seconds, 'guess')],
    ['another body', signed('{} ')],
    ['six minutes ago', signed('{}', String(Number(seconds) - 360))],
  ])('refuses what is signed with %s', async (_, headers) => {
    expect(await send('{}', headers)).toMatchObject({ status: 401 });
    expect(looks).toBe(0);
  });

  it('reads no more than 64 KB', async () => {
    const body = 'x'.repeat(65 * 1024);
    expect(await send(body, signed(body))).toMatchObject({ status: 413 });
  });
});
