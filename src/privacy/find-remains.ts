import type { Cache } from '../platform/cache/cache.ts';
import type { Queries } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { Erased } from './erased.ts';
import { countRows } from './store/erase-rows.ts';
import { places } from './store/places.ts';

export interface Stores {
  readonly queries: Queries;
  readonly objects: Objects;
  readonly cache: Cache;
}

/** Where something of somebody's was found after it was erased, and how much: nothing of what it says. */
export interface Remains {
  readonly place: string;
  readonly count: number;
}

/** Looks through everything for somebody who has been erased. */
export async function findRemains(
  { queries, objects, cache }: Stores,
  person: Erased,
  { now, signal }: { readonly now: Temporal.Instant; readonly signal: AbortSignal },
): Promise<readonly Remains[]> {
  const found: Remains[] = [];
  for (const place of places) {
    signal.throwIfAborted();
    found.push({ place: place.table, count: await countRows(queries, place, person, now) });
  }
  found.push({ place: 'files', count: (await filesOf(objects, person.userId)).length });
  found.push({ place: 'cache', count: (await cachedOf(cache, person.userId)).length });
  return found.filter(({ count }) => count > 0);
}

/** The keys of the files that were made for somebody. */
export async function filesOf(objects: Objects, userId: UserId): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of objects.list(folderOf(userId))) keys.push(key);
  return keys;
}

/** Under which keys of the object store the files of somebody's jobs lie. */
export const folderOf = (userId: UserId): string => `exports/${userId}/`;

/**
 * The keys of the cache that are about somebody: their id stands in all of them, in literal braces.
 *
 * @throws {CacheError} where it is away: what it holds may come back with it.
 */
export async function cachedOf(cache: Cache, userId: UserId): Promise<readonly string[]> {
  const keys = await cache.keysOf('');
  return [...keys].filter((key) => key.includes(`{${userId}}`));
}
