import { Cluster, Redis } from 'ioredis';
import { readRedisAddress } from './address.ts';
import { CacheError, cacheTimeLimit, type Cache } from './cache.ts';

export interface RedisOptions {
  /** The connection is there, or has gone; told at each change. */
  readonly onState: (isAvailable: boolean, error: Error | undefined) => void;
}

/** Keys asked for or written together: they travel in one go, and others get their turn in between. */
const atOnce = 500;

/** Milliseconds between attempts to connect; short, because the keys are to be back within seconds of Redis. */
const pauses = { first: 50, longest: 1_000 } as const;

/**
 * Redis, or a Redis Cluster: what is asked for in one turn of the event loop travels together, on a Cluster node by
 * node. Connects by itself, now and after each loss. Nothing waits in a queue for a server that is away: it fails at
 * once, because a cache that makes people wait is worse than none.
 *
 * @throws Error where the address is none.
 */
export function connectRedis(url: string, { onState }: RedisOptions): Cache {
  const client = connect(url, 'commands');
  // Whoever listens on a connection of a single server can ask nothing else there.
  const listener = client instanceof Cluster ? client : connect(url, 'listening');
  const listeners = new Map<string, (message: string) => void>();
  let isAvailable = false;
  let lastError: Error | undefined;

  const becomes = (now: boolean): void => {
    if (isAvailable === now) return;
    isAvailable = now;
    onState(now, now ? undefined : lastError);
  };
  client.on('ready', () => becomes(true));
  client.on('close', () => becomes(false));
  client.on('end', () => becomes(false));
  for (const one of new Set([client, listener]))
    // Each failed attempt is an error of its own; what is told is the change.
    one.on('error', (error: Error) => {
      lastError = error;
    });
  const subscribe = (): void => {
    const channels = [...listeners.keys()];
    if (channels.length > 0) listener.subscribe(...channels).catch(() => undefined);
  };
  listener.on('ready', subscribe);
  listener.on('message', (channel: string, message: string) => listeners.get(channel)?.(message));
  for (const one of new Set([client, listener])) one.connect().catch(() => undefined);

  /** @throws {CacheError} */
  async function within<Result>(ask: () => Promise<Result>): Promise<Result> {
    if (!isAvailable) throw new CacheError('Redis is away', { cause: lastError });
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('it took too long')), cacheTimeLimit);
    try {
      return await Promise.race([ask(), late]);
    } catch (cause) {
      throw new CacheError('Redis does not answer', { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  async function inParts<Item, Result>(
    items: readonly Item[],
    ask: (item: Item) => Promise<Result>,
  ): Promise<readonly Result[]> {
    const results: Result[] = [];
    for (let from = 0; from < items.length; from += atOnce) {
      const part = items.slice(from, from + atOnce);
      results.push(...(await within(() => Promise.all(part.map(ask)))));
    }
    return results;
  }

  return {
    isShared: true,
    isAvailable: () => isAvailable,
    read: (keys) => inParts(keys, (key) => client.get(key)),
    has: (keys) => inParts(keys, async (key) => (await client.exists(key)) > 0),
    async write(entries) {
      await inParts(entries, ([key, value]) => client.set(key, value));
    },
    async delete(keys) {
      await inParts(keys, (key) => client.del(key));
    },
    async keysOf(prefix) {
      const found = new Set<string>();
      const masters = client instanceof Cluster ? client.nodes('master') : [client];
      if (masters.length === 0) throw new CacheError('Redis is away', { cause: lastError });
      for (const master of masters) {
        let cursor = '0';
        do {
          const [next, keys] = await within(() => master.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000));
          for (const key of keys) found.add(key);
          cursor = next;
        } while (cursor !== '0');
      }
      return found;
    },
    async tell(channel, message) {
      await within(() => client.publish(channel, message));
    },
    listen(channel, onMessage) {
      const known = listeners.get(channel);
      listeners.set(channel, (message) => {
        known?.(message);
        onMessage(message);
      });
      if (listener.status === 'ready') subscribe();
    },
    async close() {
      for (const one of new Set([client, listener])) one.disconnect();
    },
  };
}

function connect(url: string, purpose: string): Redis | Cluster {
  const address = readRedisAddress(url);
  if (!address) throw new Error('not an address of Redis');
  const common = {
    connectionName: `minuta-${purpose}`,
    connectTimeout: cacheTimeLimit,
    commandTimeout: cacheTimeLimit,
    // A connection that is open and says nothing is given up for a new one.
    socketTimeout: cacheTimeLimit * 2,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  };
  if (address.kind === 'single')
    return new Redis(address.url, {
      ...common,
      lazyConnect: true,
      enableOfflineQueue: false,
      enableAutoPipelining: purpose === 'commands',
      autoResubscribe: false,
      retryStrategy: pauseBefore,
    });
  const { nodes, isEncrypted, username, password } = address;
  return new Cluster([...nodes], {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    slotsRefreshTimeout: cacheTimeLimit,
    clusterRetryStrategy: pauseBefore,
    clusterNodeRetryStrategy: pauseBefore,
    // A redirection waits a little while the nodes agree; ten of them stay within the time limit.
    maxRedirections: 10,
    redisOptions: {
      ...common,
      ...(isEncrypted ? { tls: {} } : {}),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    },
  });
}

/** Milliseconds before the attempt to connect after so many failed ones. */
function pauseBefore(times: number): number {
  const pause = Math.min(pauses.longest, pauses.first * 2 ** Math.min(times, 10));
  // Many processes lose Redis at one moment and should not come back at one.
  return pause * (0.5 + Math.random() / 2);
}
