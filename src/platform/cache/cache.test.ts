import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwnRedis, type OwnRedis } from '../../../test/support/own-redis.ts';
import { addressOf, describeWith } from '../../../test/support/servers.ts';
import { until } from '../../../test/support/until.ts';
import { bestOf, timeOf } from '../best-of-testing.ts';
import type { BucketRules, Spent } from './bucket.ts';
import { CacheError, type Cache } from './cache.ts';
import { openCache } from './open-cache.ts';
import { patiently } from './patient-testing.ts';

/** One that asks again where a busy machine has had no time; but for what gives another answer the second time. */
function patient(cache: Cache): Cache {
  return {
    ...cache,
    read: (keys) => patiently(() => cache.read(keys)),
    has: (keys) => patiently(() => cache.has(keys)),
    write: (entries) => patiently(() => cache.write(entries)),
    delete: (keys) => patiently(() => cache.delete(keys)),
    keysOf: (prefix) => patiently(() => cache.keysOf(prefix)),
    tell: (channel, message) => patiently(() => cache.tell(channel, message)),
  };
}

/** What every cache promises. The keys of a run are its own, because a server may hold others'. */
function promises(open: () => Promise<Cache>): void {
  const run = randomUUID();
  const key = (name: string): string => `test:${run}:${name}`;
  let cache: Cache;

  /** Works on a bucket that nobody has spent of, and on another one where the cache has had no time for it. */
  const freshly = <Result>(work: (bucket: string) => Promise<Result>): Promise<Result> =>
    patiently(() => work(key(`bucket ${randomUUID()}`)));

  /** Spends until nothing is left. @returns how much there was, and what is said of the emptiness. */
  async function drain(bucket: string, rules: BucketRules): Promise<{ spent: number; end: Spent }> {
    for (let spent = 0; ; spent += 1) {
      const end = await cache.spend(bucket, rules);
      if (end !== 'spent') return { spent, end };
    }
  }

  beforeAll(async () => {
    cache = patient(await open());
    await until('it is there', () => cache.isAvailable());
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
    // So slow that a busy machine gives nothing back between two lines.
    const slow = { rate: 0.001, burst: 4 };
    const answers = await freshly((bucket) => Promise.all(Array.from({ length: 7 }, () => cache.spend(bucket, slow))));
    expect(answers).toEqual(['spent', 'spent', 'spent', 'spent', 'told_now', 'empty', 'empty']);
  });

  it('B5 gives back what the time brings and no more, and says again that a bucket is empty once it was half full', async () => {
    const rules = { rate: 2, burst: 4 };
    const emptied = await freshly(async (bucket) => {
      const began = performance.now();
      const first = await drain(bucket, rules);
      await sleep(2_500);
      const second = await drain(bucket, rules);
      const brought = (rules.rate * (performance.now() - began)) / 1_000;
      expect(first.spent + second.spent).toBeLessThanOrEqual(rules.burst + brought + 0.1);
      return [first, second];
    });
    for (const { spent, end } of emptied) {
      expect(spent).toBeGreaterThanOrEqual(4);
      expect(end).toBe('told_now');
    }
  });

  it('B5 does not say so again of a bucket that has hardly anything back', async () => {
    const rules = { rate: 2, burst: 4 };
    // A machine so busy that a second goes by in between has given half of it back.
    await until('it is not said again', () =>
      freshly(async (bucket) => {
        await drain(bucket, rules);
        await sleep(600);
        const { spent, end } = await drain(bucket, rules);
        expect(spent).toBeGreaterThanOrEqual(1);
        return end === 'empty';
      }),
    );
  });

  it('B5 shares one bucket out among processes, and never more than it holds', async () => {
    const rules = { rate: 0.001, burst: 10 };
    const wishes = await freshly((bucket) =>
      Promise.all(['one', 'two', 'one'].map((sharer) => cache.share(bucket, rules, { wanted: 4, sharer }))),
    );
    expect(wishes.map(({ granted }) => granted)).toEqual([4, 4, 2]);
    expect(wishes.at(-1)?.sharers).toBe(cache.isShared ? 2 : 1);
  });

  it('tells everybody who listens, and nobody who listens to something else', async () => {
    const heard: string[] = [];
    cache.listen(key('news'), (message) => heard.push(`one: ${message}`));
    cache.listen(key('news'), (message) => heard.push(`two: ${message}`));
    cache.listen(key('other'), (message) => heard.push(message));
    await until('it is heard', async () => {
      await cache.tell(key('news'), '42');
      return heard.includes('one: 42');
    });
    expect(new Set(heard)).toEqual(new Set(['one: 42', 'two: 42']));
  });
}

const onState = (): void => undefined;

describe('a Redis that is away', () => {
  it.each(['redis://127.0.0.1:1', 'redis+cluster://127.0.0.1:1'])('D3 is no reason to wait (%s)', async (url) => {
    const cache = await openCache(url, { onState });
    try {
      const failing = async (): Promise<void> => {
        expect(cache.isAvailable()).toBe(false);
        await expect(cache.read(['x'])).rejects.toThrow(CacheError);
        await expect(cache.write([['x', '1']])).rejects.toThrow(CacheError);
        await expect(cache.tell('x', '1')).rejects.toThrow(CacheError);
        await expect(cache.keysOf('x')).rejects.toThrow(CacheError);
      };
      expect(await bestOf(() => timeOf(failing), 500)).toBeLessThan(500);
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
      await until('it is there', () => cache.isAvailable());
      await redis.grow('grown:one');
      await redis.ask('set', 'grown:one', 'x');
      await until('it is known', async () => {
        const found = await cache.keysOf('grown:').catch((error: unknown) => error);
        if (found instanceof CacheError) return false;
        expect(found).toEqual(new Set(['grown:one']));
        return true;
      });
    } finally {
      await cache.close();
    }
  });
});
