import { fullBucket, spend, spendUpTo, type Bucket, type BucketRules } from './bucket.ts';
import type { Cache } from './cache.ts';

/** A cache for a process that has no Redis: of its own, always there, gone when it ends. */
export function createInProcessCache(): Cache {
  const values = new Map<string, string>();
  const buckets = new Map<string, Bucket>();
  const listeners = new Map<string, ((message: string) => void)[]>();

  function bucketOf(key: string, rules: BucketRules): Bucket {
    const known = buckets.get(key);
    if (known) return known;
    const bucket = fullBucket(rules, performance.now());
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    isShared: false,
    isAvailable: () => true,
    read: async (keys) => keys.map((key) => values.get(key) ?? null),
    has: async (keys) => keys.map((key) => values.has(key)),
    async write(entries) {
      for (const [key, value] of entries) values.set(key, value);
    },
    async delete(keys) {
      for (const key of keys) {
        values.delete(key);
        buckets.delete(key);
      }
    },
    keysOf: async (prefix) => new Set([...values.keys()].filter((key) => key.startsWith(prefix))),
    async spend(key, rules) {
      return spend(bucketOf(key, rules), rules, performance.now());
    },
    async share(key, rules, { wanted }) {
      const granted = spendUpTo(bucketOf(key, rules), rules, { wanted, now: performance.now() });
      return { granted, sharers: 1 };
    },
    async tell(channel, message) {
      // Heard in a turn of its own, as it would be from a server.
      for (const onMessage of listeners.get(channel) ?? []) setImmediate(onMessage, message);
    },
    listen(channel, onMessage) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), onMessage]);
    },
    async close() {
      values.clear();
      buckets.clear();
      listeners.clear();
    },
  };
}
