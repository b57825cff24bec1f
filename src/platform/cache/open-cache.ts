import type { Cache } from './cache.ts';
import { createInProcessCache } from './in-process.ts';
import { connectRedis, type RedisOptions } from './redis.ts';

/** The one place that chooses: Redis or a Cluster by its address, without one the process's own memory. */
export function openCache(url: string | undefined, options: RedisOptions): Cache {
  return url === undefined ? createInProcessCache() : connectRedis(url, options);
}
