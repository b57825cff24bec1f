import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { timeOf } from '../platform/best-of-testing.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { startSimulator, type TestSimulator } from '../simulator/testing.ts';
import { createTelegram, type Telegram } from './client.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery.ts';
import { describeOnBoth, until } from './outgoing/testing.ts';
import { deriveSecret, webhook, webhookPath } from './webhook.ts';

const times: NonNullable<DeliveryOptions['times']> = {
  broken: 1_200,
  errorLasts: 10_000,
  check: 50,
  retry: 50,
  poll: 1_000,
  // So long that none runs out, however busy the machine is.
  lease: { lasts: 60_000, renew: 100 },
  polling: { hold: 1_000, look: 30, backoff: 20 },
};

describeOnBoth('the delivery of updates', (queries) => {
  let simulator: TestSimulator;
  let telegram: Telegram;
  let server: Server;
  let publicUrl: string;
  let user: number;
  let stops: AbortController[];
  let running: Promise<void>[];
  /** Which process took each update in, and by which door. */
  let taken: { readonly id: number; readonly by: string }[];

  function start(
    holder: string,
    options: Partial<DeliveryOptions> = {},
  ): { delivery: Delivery; stop: AbortController } {
    const delivery = createDelivery({
      queries: queries(),
      telegram,
      accept: async ({ update_id }) => {
        taken.push({ id: update_id, by: `polling of ${holder}` });
        return 'done';
      },
      log: silentLogger,
      holder,
      mode: 'auto',
      publicUrl,
      secret: deriveSecret(simulator.token),
      times,
      ...options,
    });
    const stop = new AbortController();
    stops.push(stop);
    running.push(delivery.run(stop.signal));
    return { delivery, stop };
  }
  const isTaken = (id: number, by: string) => until(() => taken.some((one) => one.id === id && one.by === by));
  const info = async () => {
    const answer = await telegram.getWebhookInfo();
    if (answer.outcome !== 'taken') throw new Error(answer.outcome);
    return answer.result;
  };

  beforeEach(async () => {
    simulator = await startSimulator({ retrySecondMs: 100 });
    telegram = createTelegram({ token: simulator.token, apiRoot: simulator.apiRoot });
    user = simulator.addUser();
    taken = [];
    stops = [];
    running = [];
    server = createServer(
      webhook({
        secret: deriveSecret(simulator.token),
        accept: async ({ update_id }) => {
          taken.push({ id: update_id, by: 'webhook' });
          return 'done';
        },
        isClosing: () => false,
        log: silentLogger,
      }),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has such an address
    publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await sql`delete from leases`.execute(queries());
  });
  afterEach(async () => {
    for (const stop of stops) stop.abort();
    await Promise.all(running);
    server.closeAllConnections();
    server.close();
    await telegram.close();
    await simulator.close();
  });

  it('B1 is by webhook where there is a public address', async () => {
    start('a');
    const id = simulator.say(user, '/start');
    await isTaken(id, 'webhook');
    expect(await info()).toMatchObject({ url: publicUrl + webhookPath, max_connections: 100 });
  });

  it('B1 a webhook that never stays is set again at a pace, not without a pause', async () => {
    let sets = 0;
    const forgetful: Pick<Telegram, 'setWebhook' | 'deleteWebhook' | 'getWebhookInfo' | 'getUpdates'> = {
      ...telegram,
      setWebhook: (settings) => {
        sets += 1;
        return telegram.setWebhook(settings);
      },
      getWebhookInfo: async () => ({
        outcome: 'taken',
        result: { url: '', has_custom_certificate: false, pending_update_count: 0 },
      }),
    };
    start('a', { telegram: forgetful });
    await until(() => sets > 1);
    const before = sets;
    const pause = times.retry ?? 0;
    const took = await timeOf(() => sleep(10 * pause));
    expect(sets - before).toBeLessThanOrEqual(took / pause);
  });

  it('B1 an address that comes back spelt otherwise is the one that was set', async () => {
    let looks = 0;
    let sets = 0;
    const spelling: Pick<Telegram, 'setWebhook' | 'deleteWebhook' | 'getWebhookInfo' | 'getUpdates'> = {
      ...telegram,
      setWebhook: (settings) => {
        sets += 1;
        return telegram.setWebhook({ ...settings, url: publicUrl + webhookPath });
      },
      getWebhookInfo: async () => {
        looks += 1;
        return telegram.getWebhookInfo();
      },
    };
    start('a', { telegram: spelling, publicUrl: publicUrl.replace('http:', 'HTTP:') });
    await until(() => looks > 3);
    expect(sets).toBe(1);
  });

  it('B1 is by polling where there is none, also after a webhook', async () => {
    await telegram.setWebhook({ url: 'http://127.0.0.1:9/elsewhere' });
    const id = simulator.say(user, '/start');
    const { delivery } = start('a', { publicUrl: undefined });
    await isTaken(id, 'polling of a');
    expect(delivery.state()).toBe('polling');
  });

  it('sets the webhook again when somebody has changed it', async () => {
    start('a');
    await until(async () => (await info()).url !== '');
    await telegram.setWebhook({ url: 'http://127.0.0.1:9/elsewhere' });
    await until(async () => (await info()).url === publicUrl + webhookPath);
  });

  it('B1 falls back to polling when the webhook fails, loses nothing and returns when it can', async () => {
    const states: string[] = [];
    start('a', { onState: (state) => states.push(state) });
    await isTaken(simulator.say(user, 'before'), 'webhook');
    simulator.core.webhook.trouble = 'unreachable';
    const during = simulator.say(user, 'during');
    await isTaken(during, 'polling of a');
    await isTaken(simulator.say(user, 'still'), 'polling of a');
    simulator.core.webhook.trouble = 'none';
    await until(() => states.at(-1) === 'webhook');
    await isTaken(simulator.say(user, 'after'), 'webhook');
    expect(states).toEqual(['webhook', 'webhook failing', 'polling', 'webhook']);
    expect(taken.filter(({ id }) => id === during)).toHaveLength(1);
  });

  it('B1 tells what keeps updates from coming', async () => {
    const troubles: string[] = [];
    const { stop } = start('a', { onTrouble: ({ kind }) => troubles.push(kind) });
    await isTaken(simulator.say(user, 'before'), 'webhook');
    simulator.core.webhook.trouble = 'unreachable';
    simulator.say(user, 'during');
    await until(() => troubles.includes('webhook'));
    stop.abort();
    const other = createTelegram({ token: `${simulator.token}wrong`, apiRoot: simulator.apiRoot });
    start('b', { publicUrl: undefined, telegram: other, onTrouble: ({ kind }) => troubles.push(kind) });
    await until(() => troubles.includes('unauthorized'));
    await other.close();
  });

  it('B1 falls back to polling when Telegram refuses to set the webhook', async () => {
    simulator.fault({ method: 'setWebhook', do: 'refuse', status: 500 });
    start('a');
    await isTaken(simulator.say(user, '/start'), 'polling of a');
  });

  it('stays with the webhook where only that is wanted', async () => {
    const { delivery } = start('a', { mode: 'webhook' });
    await until(() => delivery.state() === 'webhook');
    simulator.core.webhook.trouble = 'unreachable';
    const id = simulator.say(user, 'during');
    await until(() => delivery.state() === 'webhook failing');
    await sleep(2_500);
    expect([delivery.state(), taken]).toEqual(['webhook failing', []]);
    simulator.core.webhook.trouble = 'none';
    await isTaken(id, 'webhook');
  });

  it('is one process at a time, and another goes on when that one dies or stops', async () => {
    const a = start('a', { mode: 'polling' });
    await until(() => a.delivery.state() === 'polling');
    const b = start('b', { mode: 'polling' });
    await isTaken(simulator.say(user, 'one'), 'polling of a');
    expect(b.delivery.state()).toBe('standby');
    a.stop.abort();
    await isTaken(simulator.say(user, 'two'), 'polling of b');
    expect(a.delivery.state()).toBe('standby');
  });

  it('takes the lease of a dead process at once where it alone has the database', async () => {
    await sql`insert into leases (name, holder, epoch, expires_at)
      values ('telegram-delivery', 'the dead', 7, now() + interval '1 hour')`.execute(queries());
    const { delivery } = start('a', { mode: 'polling', exclusive: true });
    await until(() => delivery.state() === 'polling');
    const { rows } = await sql`select holder, epoch from leases where name = 'telegram-delivery'`.execute(queries());
    expect(rows).toEqual([{ holder: 'a', epoch: 8 }]);
  });

  it('looks at its lease when another poller cuts it off, and stops polling when it has lost it', async () => {
    const { delivery } = start('a', { mode: 'polling', times: { ...times, lease: { lasts: 60_000, renew: 50_000 } } });
    await until(() => delivery.state() === 'polling');
    await sql`update leases set holder = 'b', epoch = epoch + 1 where name = 'telegram-delivery'`.execute(queries());
    // Of two pollers the later cuts off the earlier, and the first time ours may be the later one.
    await until(async () => {
      await telegram.getUpdates({ timeout: 0 });
      return delivery.state() === 'standby';
    });
  });

  it('goes on polling after somebody who has no lease set a webhook', async () => {
    const { delivery } = start('a', { mode: 'polling' });
    await until(() => delivery.state() === 'polling');
    await telegram.setWebhook({ url: 'http://127.0.0.1:9/elsewhere' });
    await isTaken(simulator.say(user, 'one'), 'polling of a');
  });
});
