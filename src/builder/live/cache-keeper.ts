import type { Cache } from '../../platform/cache/cache.ts';
import type { Queries } from '../../platform/database/database.ts';
import { ifFree } from '../../platform/lease.ts';
import { rest } from '../../platform/rest.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Metrics } from '../../platform/telemetry/metrics.ts';
import { publishedVersion, readPublished } from '../published.ts';
import type { Published } from '../schema.ts';
import { cachedEntries, loadableChannel, snapshotKey, sweptKey, updatesChannel, versionKey } from './cache-keys.ts';
import { writeCache } from './write-cache.ts';

/** Keeps the cache to what is published, and spreads the word. */
export interface CacheKeeper {
  /** Brings a version that was just committed to the cache and tells everybody. Never throws. */
  announce(version: number): Promise<void>;
  /** Listens for versions that were announced, in this process or another. */
  listen(onVersion: (version: number) => void): void;
  /**
   * A published version as the cache has it; null where it has none, or nothing that can be read.
   * Never throws.
   */
  load(version: number): Promise<unknown>;
  /**
   * Looks whether the cache has what is published, a part of the entries at a time, and writes it anew if not.
   * Never throws.
   *
   * @param running what this process answers by.
   */
  tend(running: Published): Promise<void>;
}

export interface CacheKeeperOptions {
  readonly cache: Cache;
  readonly queries: Queries;
  /** This process. */
  readonly holder: string;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'cacheRequests'>;
}

/** Entries looked at in one go: all of an ordinary configuration, and a large one's in a minute. */
const lookedAt = 300;
/** Milliseconds for which another writer is waited for before the word is spread without its being done. */
const patience = 1_500;

export function createCacheKeeper({ cache, queries, holder, log, metrics }: CacheKeeperOptions): CacheKeeper {
  const listeners: ((version: number) => void)[] = [];
  const untilDone = new AbortController().signal;
  /** Writers of this process, one after the other: to the lease they are the same one. */
  let writing: Promise<unknown> = Promise.resolve();
  let lookFrom = 0;
  let entriesOf:
    | { readonly published: Published; readonly entries: readonly (readonly [string, string])[] }
    | undefined;
  for (const channel of [loadableChannel, updatesChannel]) cache.listen(channel, hear);

  function hear(message: string): void {
    const version = Number(message);
    if (Number.isSafeInteger(version)) for (const onVersion of listeners) onVersion(version);
  }

  /** Writes what is published until that is what was written. @throws {CacheError} */
  async function writePublished(mayWrite: () => Promise<boolean>): Promise<void> {
    for (let written = -1; ;) {
      const version = await publishedVersion(queries);
      if (version === written) return;
      const published = await readPublished(queries, version);
      if (published === null) throw new Error(`version ${version} is published and not there`);
      const tell = async (channel: string): Promise<void> => {
        if (cache.isShared) await cache.tell(channel, String(version));
      };
      if (!(await writeCache(cache, published, mayWrite, () => tell(loadableChannel)))) {
        log.warn({ code: 'config.late_writer', version }, 'another process writes the configuration to the cache');
        return;
      }
      written = version;
      await tell(updatesChannel);
    }
  }

  /** @returns whether this process was the one to write. @throws {CacheError} */
  async function writeOnce(): Promise<boolean> {
    if (!cache.isShared) {
      await writePublished(async () => true);
      return true;
    }
    let failure: unknown;
    const lease = { queries, name: 'config-cache', holder, log };
    const had = await ifFree(lease, untilDone, (held) =>
      writePublished(() => held.check()).catch((error: unknown) => {
        failure = error;
      }),
    );
    if (failure !== undefined) throw failure;
    return had;
  }

  function write(): Promise<boolean> {
    const next = writing.then(writeOnce, writeOnce);
    writing = next.catch(() => undefined);
    return next;
  }

  function entries(published: Published): readonly (readonly [string, string])[] {
    if (entriesOf?.published !== published) entriesOf = { published, entries: [...cachedEntries(published)] };
    return entriesOf.entries;
  }

  /** Whether the cache has this version, as far as is looked. @throws {CacheError} */
  async function holds(published: Published): Promise<boolean> {
    const all = entries(published);
    if (lookFrom >= all.length) lookFrom = 0;
    const part = all.slice(lookFrom, lookFrom + lookedAt);
    lookFrom += lookedAt;
    const [values, [hasSnapshot]] = await Promise.all([
      cache.read(part.map(([key]) => key)),
      cache.has([snapshotKey(published.version)]),
    ]);
    return hasSnapshot === true && part.every(([, value], place) => values[place] === value);
  }

  return {
    async announce(version) {
      try {
        const giveUpAt = performance.now() + patience;
        while (cache.isAvailable() && !(await write()) && performance.now() < giveUpAt) await rest(50, untilDone);
      } catch (error) {
        log.warn({ code: 'config.announce', version, err: error }, 'the configuration is not in the cache yet');
      }
      hear(String(version));
    },
    listen: (onVersion) => void listeners.push(onVersion),
    async load(version) {
      if (!cache.isAvailable()) {
        metrics.cacheRequests.inc({ outcome: 'error' });
        return null;
      }
      try {
        const [text] = await cache.read([snapshotKey(version)]);
        const value: unknown = text === null || text === undefined ? null : JSON.parse(text);
        metrics.cacheRequests.inc({ outcome: value === null ? 'miss' : 'hit' });
        return value;
      } catch (error) {
        metrics.cacheRequests.inc({ outcome: 'error' });
        log.warn({ code: 'config.cache', version, err: error }, 'the configuration is read from the database');
        return null;
      }
    },
    async tend(published) {
      if (!cache.isAvailable()) return;
      try {
        // The cache first: its version is written after the database's, so a newer one here is of another history.
        const cached = await cache.read([versionKey, sweptKey]);
        const version = await publishedVersion(queries);
        // Where this process cannot run what is published, the version alone has to tell.
        const isWhole = cached.every((each) => each === String(version));
        const isThere = isWhole && (published.version !== version || (await holds(published)));
        metrics.cacheRequests.inc({ outcome: isThere ? 'hit' : 'miss' });
        if (!isThere && (await write())) log.info({ version }, 'the configuration is in the cache again');
      } catch (error) {
        metrics.cacheRequests.inc({ outcome: 'error' });
        log.debug({ code: 'config.tend', err: error }, 'the cache cannot be looked after');
      }
    },
  };
}
