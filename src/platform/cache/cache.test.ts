import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOwnRedis, type OwnRedis } from '../../../test/support/own-redis.ts';
import { addressOf, describeWith } from '../../../test/support/servers.ts';
import { CacheError, type Cache } from './cache.ts';
import { openCache } from './open-cache.ts';

/** What every cache promises. The keys of a run are its own, because a server may hold others'. */
function promises(open: () => Promise<Cache>): void {
  const run = randomUUID();
  const key = (name: string): string => `test:${run}:${name}`;
  let cache: Cache;

  beforeAll(async () => {
    cache = await open();
    await vi.waitUntil(() => cache.isAvailable(), 5_000);
  });
  afterAll(async () => {
    await cache.delete([...(await cache.keysOf(key('')))]);
    await cache.close();
  });

  it('gives back what was written, in the order of the keys, and null for what was not', async () => {
    await cache.write([
      [key('a'), '1'],
      [key('b'), '{"text":"два"}'],
    ]);
    expect(await cache.read([key('b'), key('none'), key('a')])).toEqual(['{"text":"два"}', null, '1']);
    expect(await cache.has([key('b'), key('none'), key('a')])).toEqual([true, false, true]);
  });

  it('keeps the last value that was written', async () => {
    await cache.write([[key('c'), 'old']]);
    await cache.write([[key('c'), 'new']]);
    expect(await cache.read([key('c')])).toEqual(['new']);
  });

  it('forgets what is deleted, and takes the deletion of what is not there', async () => {
    await cache.write([[key('d'), 'x']]);
    await cache.delete([key('d'), key('never')]);
    expect(await cache.read([key('d')])).toEqual([null]);
  });

  it('holds thousands of keys, wherever they lie, and finds them all by their beginning', async () => {
    const entries = Array.from({ length: 3_000 }, (_, i) => [key(`many:/команда ${i}*`), `${i}`] as const);
    await cache.write(entries);
    const keys = entries.map(([name]) => name);
    expect([...(await cache.keysOf(key('many:')))].toSorted()).toEqual(keys.toSorted());
    expect(await cache.read(keys)).toEqual(entries.map(([, value]) => value));
    await cache.delete(keys);
    expect(await cache.keysOf(key('many:'))).toEqual(new Set());
  });

  it('has nothing to do with nothing', async () => {
    await cache.write([]);
    await cache.delete([]);
    expect(await cache.read([])).toEqual([]);
  });

  it('B5 gives as much as a bucket holds, then what comes back, and says once that it is empty', async () => {
    const bucket = key('bucket');
    // So slow that a busy machine gives nothing back between two lines.
    const rules = { rate: 2, burst: 4 };
    const answers = await Promise.all(Array.from({ length: 7 }, () => cache.spend(bucket, rules)));
    expect(answers).toEqual(['spent', 'spent', 'spent', 'spent', 'told_now', 'empty', 'empty']);
    await sleep(600);
    expect(await cache.spend(bucket, rules)).toBe('spent');
    expect(await Promise.all([cache.spend(bucket, rules), cache.spend(bucket, rules)])).toContain('empty');
    await sleep(2_500);
    expect(await Promise.all(Array.from({ length: 5 }, () => cache.spend(bucket, rules)))).toEqual([
      ...Array.from({ length: 4 }, () => 'spent'),
      'told_now',
    ]);
  });

  it('B5 shares one bucket out among processes, and never more than it holds', async () => {
    const bucket = key('shared');
    const rules = { rate: 1, burst: 10 };
    const wishes = await Promise.all(
      ['one', 'two', 'one'].map((sharer) => cache.share(bucket, rules, { wanted: 4, sharer })),
    );
    expect(wishes.map(({ granted }) => granted)).toEqual([4, 4, 2]);
    expect(wishes.at(-1)?.sharers).toBe(cache.isShared ? 2 : 1);
  });

  it('tells everybody who listens, and nobody who listens to something else', async () => {
    const heard: string[] = [];
    cache.listen(key('news'), (message) => heard.push(`one: ${message}`));
    cache.listen(key('news'), (message) => heard.push(`two: ${message}`));
    cache.listen(key('other'), (message) => heard.push(message));
    await vi.waitFor(async () => {
      await cache.tell(key('news'), '42');
      expect(heard).toContain('one: 42');
    }, 5_000);
    expect(new Set(heard)).toEqual(new Set(['one: 42', 'two: 42']));
  });
}

const onState = (): void => undefined;

describe('a Redis that is away', () => {
  it.each(['redis://127.0.0.1:1', 'redis+cluster://127.0.0.1:1'])('D3 is no reason to wait (%s)', async (url) => {
    const cache = await openCache(url, { onState });
    try {
      const started = performance.now();
      expect(cache.isAvailable()).toBe(false);
      await expect(cache.read(['x'])).rejects.toThrow(CacheError);
      await expect(cache.write([['x', '1']])).rejects.toThrow(CacheError);
      await expect(cache.tell('x', '1')).rejects.toThrow(CacheError);
      await expect(cache.keysOf('x')).rejects.toThrow(CacheError);
      expect(performance.now() - started).toBeLessThan(500);
    } finally {
      await cache.close();
    }
  });
});

describe('a cache in process', () => {
  promises(() => openCache(undefined, { onState }));
});
describeWith(['Redis'], 'a cache on Redis', () => {
  promises(() => openCache(addressOf('Redis'), { onState }));
});
describeWith(['Redis Cluster'], 'a cache on a Redis Cluster', () => {
  promises(() => openCache(addressOf('Redis Cluster'), { onState }));
});

describeWith(['Redis'], 'a Redis Cluster that grows', () => {
  let redis: OwnRedis;
  beforeAll(async () => {
    redis = await createOwnRedis(3);
  });
  afterAll(() => redis.drop());

  it('D3 is known whole or not at all: nobody takes a part of its keys for all', async () => {
    const cache = await openCache(redis.url, { onState });
    try {
      await vi.waitUntil(() => cache.isAvailable(), 5_000);
      await redis.grow('grown:one');
      await redis.ask('set', 'grown:one', 'x');
      await vi.waitUntil(async () => {
        const found = await cache.keysOf('grown:').catch((error: unknown) => error);
        if (found instanceof CacheError) return false;
        expect(found).toEqual(new Set(['grown:one']));
        return true;
      }, 5_000);
    } finally {
      await cache.close();
    }
  });
});
