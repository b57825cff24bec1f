import { createServer, type IncomingMessage, type Server } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../platform/clock.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { createOutbound, type Outbound } from '../platform/outbound.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { queueConfigDeliveries } from './queue-config-deliveries.ts';
import { configWebhookRoutes } from './routes.ts';
import { isSigned } from './rules/signature.ts';
import { pageOf } from '../platform/http/page.ts';
import { deliveryShape, madeWebhookShape, type Delivery } from './schema.ts';
import { sendDueDeliveries } from './send-deliveries.ts';
import { noteAttempt, takeDueDeliveries } from './store/deliveries.ts';

const shared = 'shared secret of the service';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

describeOnBothEngines('C8 configuration webhooks', (database) => {
  let receiver: Server;
  let url: string;
  let received: Received[];
  /** What the receiver answers, in turn; 200 when there is nothing left. */
  let answers: { readonly status: number; readonly body?: string; readonly location?: string }[];
  let api: TestApi;
  let outbound: Outbound;
  const never = new AbortController().signal;

  beforeAll(async () => {
    receiver = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        received.push({ headers: incoming.headers, body: Buffer.concat(chunks) });
        const { status, body = 'ok', location } = answers.shift() ?? { status: 200 };
        outgoing.writeHead(status, location === undefined ? {} : { location }).end(body);
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
    api = await startApi({
      queries: database().queries,
      features: [configWebhookRoutes({ queries: database().queries, sharedSecret: shared })],
    });
    outbound = createOutbound({ reach: 'anywhere' });
  });
  afterAll(async () => {
    await api.close();
    await outbound.close();
    await new Promise((resolve) => receiver.close(resolve));
  });
  beforeEach(async () => {
    received = [];
    answers = [];
    await sql`delete from config_webhooks`.execute(database().queries);
  });

  const post = (path: string, body?: unknown) => api.call(path, { method: 'POST', body });
  async function webhook(fields: object = {}): Promise<z.infer<typeof madeWebhookShape>> {
    const { status, body } = await post('/config-webhooks', { url, ...fields });
    expect(status).toBe(201);
    return madeWebhookShape.parse(body);
  }
  const publish = (version: number) =>
    database()
      .queries.transaction()
      .execute((transaction) => queueConfigDeliveries(transaction, version));
  const send = (by: Outbound = outbound) =>
    sendDueDeliveries(
      { queries: database().queries, outbound: by, clock: systemClock, log: silentLogger, sharedSecret: shared },
      never,
    );
  async function deliveries(id: string): Promise<Delivery[]> {
    return pageOf(deliveryShape).parse((await api.call(`/config-webhooks/${id}/deliveries`)).body).items;
  }
  const makeDue = () => sql`update config_webhook_deliveries set due_at = now()`.execute(database().queries);

  it('are told of a publication, signed, once', async () => {
    const { id } = await webhook();
    await publish(42);
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    expect(received.map(({ body }) => String(body))).toEqual(['{"event":"config.updated","version":42}']);
    const [{ headers, body } = { headers: {}, body: Buffer.of() }] = received;
    const [timestamp, signature] = [headers['x-minuta-timestamp'], headers['x-minuta-signature']].map(String);
    expect(isSigned(shared, { timestamp, signature, body }, systemClock.now())).toBe(true);
    expect(await deliveries(id)).toEqual([
      expect.objectContaining({
        version: 42,
        state: 'delivered',
        attempts: 1,
        status: 200,
        answer: 'ok',
        due_at: null,
      }),
    ]);
  });

  it('are signed with their own secret where they have one, which is never shown again', async () => {
    const secret = 'a secret of their own';
    const made = await webhook({ secret: secret.replaceAll(' ', '_') });
    expect(made).toMatchObject({ has_own_secret: true });
    expect(JSON.stringify([made, (await api.call(`/config-webhooks/${made.id}`)).body, api.audited])).not.toContain(
      'a_secret',
    );
    await publish(1);
    await send();
    const [{ headers, body } = { headers: {}, body: Buffer.of() }] = received;
    const [timestamp, signature] = [headers['x-minuta-timestamp'], headers['x-minuta-signature']].map(String);
    const signed = { timestamp, signature, body };
    expect(isSigned(secret.replaceAll(' ', '_'), signed, systemClock.now())).toBe(true);
    expect(isSigned(shared, signed, systemClock.now())).toBe(false);
  });

  it('hear nothing of what was not committed, nor while they are off', async () => {
    await webhook({ enabled: false });
    await publish(1);
    await expect(
      database()
        .queries.transaction()
        .execute(async (transaction) => {
          await queueConfigDeliveries(transaction, 2);
          throw new Error('not published after all');
        }),
    ).rejects.toThrow('not published');
    expect(await send()).toBe(0);
  });

  it('are tried again with the same body until they take it', async () => {
    const { id } = await webhook();
    answers = [
      { status: 500, body: 'broken' },
      { status: 302, location: '/elsewhere' },
    ];
    await publish(7);
    await send();
    expect(await deliveries(id)).toEqual([
      expect.objectContaining({ state: 'pending', attempts: 1, status: 500, answer: 'broken' }),
    ]);
    expect(await send()).toBe(0);
    await makeDue();
    await send();
    // A redirect is an answer like another: nobody goes where it points.
    expect(await deliveries(id)).toEqual([expect.objectContaining({ state: 'pending', attempts: 2, status: 302 })]);
    await makeDue();
    await send();
    expect(await deliveries(id)).toEqual([expect.objectContaining({ state: 'delivered', attempts: 3 })]);
    expect(new Set(received.map(({ body }) => String(body))).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['x-minuta-delivery'])).size).toBe(1);
  });

  it('are given up after a day, and can be sent again by hand', async () => {
    const { id } = await webhook();
    answers = [{ status: 503 }];
    await publish(9);
    await sql`update config_webhook_deliveries set created_at = now() - interval '24 hours'`.execute(
      database().queries,
    );
    await send();
    const [dead] = await deliveries(id);
    expect(dead).toMatchObject({ state: 'dead', version: 9 });
    const replayed = await post(`/config-webhooks/${id}/deliveries/${dead?.id}/replay`);
    expect(replayed).toMatchObject({ status: 202, body: { state: 'pending', version: 9, replays: dead?.id } });
    await send();
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['delivered', 'dead']);
  });

  it('can be tested, also while they are off', async () => {
    const { id } = await webhook({ enabled: false });
    expect(await post(`/config-webhooks/${id}/test`)).toMatchObject({ status: 202, body: { event: 'test' } });
    await send();
    expect(await deliveries(id)).toEqual([
      expect.objectContaining({ event: 'test', version: null, state: 'delivered' }),
    ]);
  });

  it('do not reach private addresses unless that is allowed', async () => {
    const { id } = await webhook();
    await publish(1);
    const guarded = createOutbound({ reach: 'public' });
    await send(guarded);
    await guarded.close();
    expect(received).toEqual([]);
    expect(await deliveries(id)).toEqual([
      expect.objectContaining({ state: 'pending', status: null, error: 'address', answer: null }),
    ]);
  });

  it('keep the beginning of a long answer, whatever is in it', async () => {
    const { id } = await webhook();
    answers = [{ status: 200, body: `\0${'я'.repeat(5_000)}` }];
    await publish(1);
    await send();
    expect((await deliveries(id))[0]?.answer).toBe('я'.repeat(1_000));
  });

  it('are shared out between two senders', async () => {
    for (let each = 0; each < 5; each += 1) await webhook();
    await publish(1);
    const counts = await Promise.all([send(), send()]);
    expect(counts[0] + counts[1]).toBe(5);
    expect(received).toHaveLength(5);
  });

  it('are no more a sender’s that was too slow, once another has taken them', async () => {
    const { id } = await webhook();
    const { queries } = database();
    await publish(1);
    const [slow] = await takeDueDeliveries(queries, { limit: 1, hold: 0 });
    if (!slow) throw new Error('nothing was due');
    await send();
    const failed = { state: 'dead', status: 500, error: null, answer: 'late', durationMs: 1, pause: 0 } as const;
    await noteAttempt(queries, slow, failed);
    expect(await deliveries(id)).toEqual([expect.objectContaining({ state: 'delivered', answer: 'ok' })]);
  });

  it('are changed over what was read, and not over what somebody else changed', async () => {
    const { id } = await webhook({ description: 'CI' });
    const { headers } = await api.call(`/config-webhooks/${id}`);
    const etag = headers.get('etag') ?? '';
    const change = (body: object, tag: string) =>
      api.call(`/config-webhooks/${id}`, { method: 'PATCH', body, headers: { 'if-match': tag } });
    expect(await change({ enabled: false }, etag)).toMatchObject({ status: 200, body: { enabled: false } });
    expect(await change({ enabled: true }, etag)).toMatchObject({ status: 412 });
    expect((await api.call(`/config-webhooks/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await api.call(`/config-webhooks/${id}`)).status).toBe(404);
  });

  it('are listed by pages', async () => {
    for (const description of ['a', 'b', 'c']) await webhook({ description });
    const page = pageOf(z.looseObject({ description: z.string() }));
    const first = page.parse((await api.call('/config-webhooks?limit=2')).body);
    const second = page.parse((await api.call(`/config-webhooks?limit=2&cursor=${first.next_cursor}`)).body);
    expect([...first.items, ...second.items].map(({ description }) => description)).toEqual(['a', 'b', 'c']);
    expect(second.next_cursor).toBeNull();
  });

  it.each([
    [{ url: 'ftp://example.org' }, 'url'],
    [{ url: 'https://user:word@example.org' }, 'url'],
    [{ url: 'not an address' }, 'url'],
    [{ url: 'https://example.org', secret: 'short' }, 'secret'],
    [{ url: 'https://example.org', more: 1 }, 'more'],
  ])('refuse %j and say where', async (body, path) => {
    expect(await post('/config-webhooks', body)).toMatchObject({
      status: 422,
      body: { errors: [expect.objectContaining({ path })] },
    });
  });
});
