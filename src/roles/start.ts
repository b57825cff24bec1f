import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { ensureConfiguration } from '../builder/ensure-configuration.ts';
import { createCacheKeeper } from '../builder/live/cache-keeper.ts';
import { unusedSettings, type Settings } from '../config.ts';
import { openFileLinks } from '../jobs/file-links.ts';
import { fileLinkRoute } from '../jobs/link-route.ts';
import { openCache } from '../platform/cache/open-cache.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { prepareSchema } from '../platform/database/prepare-schema.ts';
import { openObjects } from '../platform/objects/open-objects.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { createMetrics } from '../platform/telemetry/metrics.ts';
import { createBotConnection } from './bot-connection.ts';
import { createHttpServer } from './http-server.ts';
import { mountOperations } from './operations.ts';
import type { Parts, Role } from './parts.ts';
import { simulatorPath } from './simulated-bot.ts';

export const roleNames = ['bot', 'admin', 'worker', 'simulator'] as const;
export type RoleName = (typeof roleNames)[number];

/** Ports of roles that run alone; several in one process share the first one's. */
const defaultPorts = { bot: 3000, simulator: 3000, admin: 3001, worker: 3002 } as const;

/** Milliseconds in which a stop is over. */
const stopWithin = 9_000;

export interface Running {
  /** Where the process listens, such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Whether the built-in simulator stands in for Telegram. */
  readonly isSimulated: boolean;
  stop(): Promise<void>;
}

/**
 * Starts roles in this process. When it returns, they serve.
 *
 * @param options.say is told what the operator must read, such as the first administrator's password.
 * @param options.panel the folder of the panel's build, if not the usual one.
 * @throws when a setting, the database or the port does not allow it; nothing is left running then.
 */
export async function start(
  roles: readonly RoleName[],
  settings: Settings,
  options: { readonly clock?: Clock; readonly say?: (line: string) => void; readonly panel?: string } = {},
): Promise<Running> {
  const clock = options.clock ?? systemClock;
  const logger = createLogger(settings.LOG_LEVEL);
  const unused = unusedSettings(settings);
  if (unused.length > 0) logger.warn({ settings: unused }, 'these settings have no effect in this version');
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });

  const hasBot = roles.includes('bot');
  // A bot that was connected in the panel can be parted from again, and then the simulator is needed.
  const hasSimulator = roles.includes('simulator') || (hasBot && settings.BOT_TOKEN === undefined);
  const connection = createBotConnection(settings, { hasBot, hasSimulator });
  const database = await openDatabase({
    url: settings.DATABASE_URL,
    replicaUrl: settings.DATABASE_REPLICA_URL,
    dataDir: settings.DATA_DIR,
    onError: (error) => logger.warn({ err: error }, 'a connection to the database broke'),
    onReplica: (isRead, reason) => {
      if (isRead) logger.info('reports are read from the replica');
      else logger.warn({ code: 'replica.away', err: reason }, 'reports are read from the primary');
    },
  });
  const metrics = createMetrics();
  const { server, takePosts } = createHttpServer(settings.TRUSTED_PROXIES);
  const cache = await openCache(settings.REDIS_URL, {
    onState: (isAvailable, error) => {
      if (isAvailable) logger.info('Redis is there');
      else logger.warn({ code: 'cache.away', err: error }, 'Redis is away; people are answered without it');
    },
  });
  const holder = randomUUID();
  const keeper = createCacheKeeper({ cache, queries: database.queries, holder, log: logger, metrics });
  const objects = openObjects({ url: settings.OBJECT_STORE_URL, dataDir: settings.DATA_DIR });
  const shared = { settings, database, cache, keeper, objects, clock, logger, metrics, holder };
  const parts: Parts = { ...shared, server, takePosts };
  let isReady = false;
  let stopped: Promise<void> | undefined;
  const running: Role[] = [];

  try {
    const mayMigrate = settings.MIGRATE === 'on';
    const applied = await prepareSchema(database.queries, { mayMigrate, now: clock.now() });
    if (applied.length > 0) logger.info({ migrations: applied }, 'the schema is up to date');
    await ensureConfiguration(database.queries);

    // What a process does not do is not loaded: each role has libraries of its own.
    if (hasSimulator)
      await (await import('./simulator.ts')).mountSimulatorRole(parts, () => connection.source !== 'kept');
    if (roles.includes('admin')) {
      const say = options.say ?? ((line) => void process.stdout.write(line));
      await (await import('./admin.ts')).mountAdminRole({ ...parts, connection }, say);
      await (await import('./panel.ts')).mountPanel(server, options.panel);
    }
    const home = hasSimulator && !roles.includes('admin') ? simulatorPath : null;
    if (hasBot || roles.includes('admin')) {
      const links = await openFileLinks(database.queries);
      await server.register(fileLinkRoute({ queries: database.queries, objects, links, clock, log: logger }));
    }
    await mountOperations(parts, { isReady: () => isReady, home });

    const [first = 'bot'] = roles;
    const port = settings.PORT ?? (roles.length === 1 ? defaultPorts[first] : 3000);
    if (roles.includes('worker')) running.push((await import('./worker.ts')).wireWorker(parts));
    if (roles.includes('worker') || roles.includes('admin'))
      running.push((await import('./config-webhooks.ts')).wireConfigWebhooks(parts));
    if (hasBot) {
      const { wireBot } = await import('./bot.ts');
      const bot = await wireBot(parts, connection.bot);
      connection.attach((next) => bot.switchTo(next));
      running.push(bot);
    }
    const address = await server.listen({ host: settings.HOST, port });
    for (const role of running) role.start(address);
    isReady = true;
    const isSimulated = hasBot && connection.source === 'none';
    return { address, isSimulated, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await server.close();
    await cache.close();
    await database.close();
    throw error;
  }

  async function stop(): Promise<void> {
    isReady = false;
    // The bot goes before the simulator it talks to.
    await Promise.allSettled(running.map((role) => role.stop(stopWithin - 2_000)));
    await server.close();
    await cache.close();
    await database.close();
  }
}
