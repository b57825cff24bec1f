import { randomUUID } from 'node:crypto';
import { ensureConfiguration } from '../builder/ensure-configuration.ts';
import { createCacheKeeper } from '../builder/live/cache-keeper.ts';
import type { Publishing } from '../builder/publish.ts';
import type { Settings } from '../config.ts';
import { openCache } from '../platform/cache/open-cache.ts';
import { openDatabase } from '../platform/database/database.ts';
import { prepareSchema } from '../platform/database/prepare-schema.ts';
import { rest } from '../platform/rest.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { createMetrics } from '../platform/telemetry/metrics.ts';
import { createPublishing } from '../roles/publishing.ts';

/** Milliseconds that Redis is waited for; without it the processes that run find out by themselves. */
const redisWithin = 1_000;

/**
 * Does something with the configuration of the database that the settings name.
 *
 * A database that is new, or older than this program, is brought up to date first, where `MIGRATE` allows.
 *
 * @throws where another process holds the embedded database, or its schema is older and must stay so.
 */
export async function withConfiguration<T>(
  settings: Settings,
  work: (publishing: Publishing) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  const connected = Promise.withResolvers<void>();
  const cache = await openCache(settings.REDIS_URL, {
    onState: (isAvailable) => {
      if (isAvailable) connected.resolve();
    },
  });
  try {
    const { queries } = database;
    await prepareSchema(queries, { mayMigrate: settings.MIGRATE === 'on', now: Temporal.Now.instant() });
    await ensureConfiguration(queries);
    if (cache.isShared) await Promise.race([connected.promise, rest(redisWithin, new AbortController().signal)]);
    const metrics = createMetrics();
    const keeper = createCacheKeeper({ cache, queries, holder: randomUUID(), log: silentLogger, metrics });
    return await work(createPublishing({ queries, keeper }));
  } finally {
    await cache.close();
    await database.close();
  }
}
