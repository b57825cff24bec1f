import { Cluster, Redis } from 'ioredis';
import { pauseAfter } from '../backoff.ts';
import { readRedisAddress } from './address.ts';
import { cacheTimeLimit } from './cache.ts';

/** Milliseconds between attempts to connect; short, because the keys are to be back within seconds of Redis. */
const pauses = { first: 50, longest: 1_000 } as const;

/**
 * A client that is not connected yet.
 *
 * @throws Error where the address is none.
 */
export function connect(url: string, purpose: string): Redis | Cluster {
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
      // What they are asked was gathered for a turn of the event loop before, and would wait for another one.
      autoPipeliningIgnoredCommands: ['evalsha', 'eval'],
      autoResubscribe: false,
      retryStrategy: pauseBefore,
    });
  const { nodes, isEncrypted, username, password } = address;
  return new Cluster([...nodes], {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    slotsRefreshTimeout: cacheTimeLimit,
    // Nodes themselves are not connected to again: one that is gone leaves the pool and is found when the others name
    // it. Kept in the pool, a Cluster that is gone as a whole is tried by the listening connection without any pause.
    clusterRetryStrategy: pauseBefore,
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
export function pauseBefore(times: number): number {
  return pauseAfter(times + 1, pauses);
}
