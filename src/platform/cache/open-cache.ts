import type { Cache } from './cache.ts';
import { createInProcessCache } from './in-process.ts';
import type { RedisOptions } from './redis.ts';

/**
 * The one place that chooses: Redis or a Cluster by its address, without one the process's own memory; what speaks to
 * Redis is then not even loaded (some 10 MB).
 */
export async function openCache(url: string | undefined, options: RedisOptions): Promise<Cache> {
  if (url === undefined) return createInProcessCache();
  const { connectRedis } = await import('./redis.ts');
  return connectRedis(url, options);
}
