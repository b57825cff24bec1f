import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from 'ioredis';
import type { BucketRules, Spent } from './bucket.ts';
import { CacheError, cacheTimeLimit, sharerLasts, type Cache } from './cache.ts';
import { connect, pauseBefore } from './redis-connection.ts';
import { shareScript, spendScript, type Script } from './redis-scripts.ts';
import { spendTogether } from './spend-together.ts';

export interface RedisOptions {
  /** The connection is there, or has gone; told at each change. */
  readonly onState: (isAvailable: boolean, error: Error | undefined) => void;
}

/** What the script says, by its number. */
const spentAnswers: readonly Spent[] = ['spent', 'told_now', 'empty'];

/** Keys asked for or written together: they travel in one go, and others get their turn in between. */
const atOnce = 500;

/** Probes of a server that did not answer stand as far apart as attempts to connect after so many failed ones. */
const probes = 3;
/** Milliseconds between two looks at a server that nobody may have asked for long. */
const healthCheck = 2_000;

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
  let isProbing = false;
  let isClosed = false;
  let lastError: Error | undefined;

  const subscribe = (): void => {
    const channels = [...listeners.keys()];
    if (channels.length > 0) listener.subscribe(...channels).catch(() => undefined);
  };
  const becomes = (now: boolean): void => {
    if (isAvailable === now) return;
    isAvailable = now;
    // A Cluster is «ready» once only, and may have been without any node since.
    if (now && listener === client) subscribe();
    if (!isClosed) onState(now, now ? undefined : lastError);
  };
  const isAway = (): boolean => !isClosed && !isAvailable;

  /**
   * Whether it can serve every key: each master of a Cluster has to find it whole and to count as many masters as this
   * process knows. A process that asked while the nodes were still meeting, or before one more joined, knows a part.
   */
  async function answers(): Promise<boolean> {
    if (!(client instanceof Cluster)) return (await client.ping()) === 'PONG';
    const masters = client.nodes('master');
    const whole = ['cluster_state:ok\r\n', `cluster_size:${masters.length}\r\n`];
    const states = await Promise.all(masters.map((master) => master.cluster('INFO')));
    return masters.length > 0 && states.every((state) => whole.every((line) => state.includes(line)));
  }

  /** @throws Error where it cannot serve every key. */
  async function expectWhole(): Promise<void> {
    if (!(await answers())) throw new Error('not every node is known, or reached');
  }

  /** What did not answer is left alone until it does; a connection may well be open all the while. */
  async function suspect(cause: unknown): Promise<void> {
    if (cause instanceof Error) lastError = cause;
    becomes(false);
    if (isProbing) return;
    isProbing = true;
    while (isAway()) {
      if (client.status === 'ready') {
        if (await limited(answers).catch(() => false)) becomes(true);
        // A Cluster does not notice that all of its nodes are gone, and looks for one to listen to without any pause.
        else if (client instanceof Cluster) client.disconnect(true);
      }
      await sleep(pauseBefore(probes), undefined, { ref: false });
    }
    isProbing = false;
  }

  const looking = setInterval(() => {
    if (isAvailable) limited(expectWhole).catch(suspect);
  }, healthCheck).unref();

  client.on('ready', () => becomes(true));
  client.on('close', () => becomes(false));
  client.on('end', () => becomes(false));
  client.on('node error', (error: unknown) => void suspect(error));
  for (const one of new Set([client, listener]))
    // Each failed attempt is an error of its own; what is told is the change.
    one.on('error', (error: Error) => {
      lastError = error;
    });
  listener.on('ready', subscribe);
  listener.on('message', (channel: string, message: string) => listeners.get(channel)?.(message));
  for (const one of new Set([client, listener])) one.connect().catch(() => undefined);

  /** @throws {CacheError} */
  async function within<Result>(ask: () => Promise<Result>): Promise<Result> {
    if (!isAvailable) throw new CacheError('Redis is away', { cause: lastError });
    try {
      return await limited(ask);
    } catch (cause) {
      if (!isRefusal(cause)) void suspect(cause);
      throw new CacheError('Redis does not answer', { cause });
    }
  }

  /** One command for many keys costs this process as much as one for one; a Cluster has them on different nodes. */
  async function partByPart<Item, Result>(
    items: readonly Item[],
    ask: (part: readonly Item[]) => Promise<Result>,
  ): Promise<readonly Result[]> {
    const results: Result[] = [];
    for (let from = 0; from < items.length; from += atOnce)
      results.push(await within(() => ask(items.slice(from, from + atOnce))));
    return results;
  }

  async function inParts<Item, Result>(
    items: readonly Item[],
    ask: (item: Item) => Promise<Result>,
  ): Promise<readonly Result[]> {
    return (await partByPart(items, (part) => Promise.all(part.map(ask)))).flat(1);
  }

  /** By its digest, and whole where the server does not know it: after a restart, or on another node. */
  async function runScript(
    { digest, text }: Script,
    keys: readonly string[],
    words: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      return await client.evalsha(digest, keys.length, ...keys, ...words);
    } catch (error) {
      if (!isReply(error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.eval(text, keys.length, ...keys, ...words);
    }
  }

  async function spendAll(keys: readonly string[], rules: BucketRules): Promise<readonly Spent[]> {
    const answer = await within(() => runScript(spendScript, keys, wordsOf(rules)));
    return Array.isArray(answer) ? answer.map((number) => spentAnswers[Number(number)] ?? 'spent') : [];
  }

  return {
    isShared: true,
    isAvailable: () => isAvailable,
    // A key of another type has no text.
    read: (keys) => inParts(keys, (key) => client.get(key).catch(nullOfAnotherType)),
    has: (keys) => inParts(keys, async (key) => (await client.exists(key)) > 0),
    async write(entries) {
      if (client instanceof Cluster) await inParts(entries, ([key, value]) => client.set(key, value));
      else await partByPart(entries, (part) => client.mset(...part.flat()));
    },
    async delete(keys) {
      if (client instanceof Cluster) await inParts(keys, (key) => client.del(key));
      else await partByPart(keys, (part) => client.del(...part));
    },
    async keysOf(prefix) {
      const found = new Set<string>();
      await within(expectWhole);
      const masters = client instanceof Cluster ? client.nodes('master') : [client];
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
    // Keys of different people lie on different nodes of a Cluster, and a script has all of its keys on one.
    spend:
      client instanceof Cluster
        ? async (key, rules) => (await spendAll([key], rules))[0] ?? 'spent'
        : spendTogether(spendAll),
    async share(key, rules, { wanted, sharer }) {
      const words = [...wordsOf(rules), wanted, sharer, sharerLasts];
      const answer = await within(() => runScript(shareScript, [key], words));
      const [granted, sharers] = Array.isArray(answer) ? answer.map(Number) : [];
      return { granted: granted ?? 0, sharers: sharers ?? 1 };
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
      isClosed = true;
      clearInterval(looking);
      for (const one of new Set([client, listener])) one.disconnect();
    },
  };
}

function wordsOf({ rate, burst }: BucketRules): number[] {
  return [rate, burst];
}

/** @throws Error where it takes longer than `cacheTimeLimit`. */
async function limited<Result>(ask: () => Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('it took too long')), cacheTimeLimit);
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether Redis answered, and said no; without a part of its nodes a Cluster says no to everything. */
function isRefusal(error: unknown): boolean {
  return isReply(error) && !error.message.startsWith('CLUSTERDOWN');
}

function nullOfAnotherType(error: unknown): null {
  if (isReply(error) && error.message.startsWith('WRONGTYPE')) return null;
  throw error;
}

function isReply(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}
