import type { Cache } from '../../platform/cache/cache.ts';
import type { Published } from '../schema.ts';
import { cachedEntries, entryPrefixes, snapshotKey, snapshotPrefix, sweptKey, versionKey } from './cache-keys.ts';

/** Versions before the present one that stay in the cache for who is still loading them; the database has all. */
const olderKept = 3;
/** Keys between two looks whether this is still the one writer. */
const atOnce = 500;

/**
 * Writes a published configuration to the cache. Keys in different slots of a Cluster cannot change together, so the
 * order has to do: first the whole as one value, which is what replicas load; then the view of it, entry by entry;
 * then the version; and only then does go what is no more, which is noted for whoever looks after a writer that died.
 *
 * @param mayWrite whether nobody else writes; asked again and again, because a writer that was stopped for a while
 *   must not write over what came after.
 * @param onLoadable called when the whole can be loaded.
 * @returns false where it may not write any more and has stopped in the middle.
 * @throws {CacheError}
 */
export async function writeCache(
  cache: Cache,
  published: Published,
  mayWrite: () => Promise<boolean>,
  onLoadable?: () => Promise<void>,
): Promise<boolean> {
  const { version } = published;
  const entries = cachedEntries(published);
  await cache.write([[snapshotKey(version), JSON.stringify(published)]]);
  await onLoadable?.();
  const all = [...entries];
  for (let from = 0; from < all.length; from += atOnce) {
    if (!(await mayWrite())) return false;
    await cache.write(all.slice(from, from + atOnce));
  }
  if (!(await mayWrite())) return false;
  await cache.write([[versionKey, String(version)]]);
  const gone: string[] = [];
  for (const prefix of [...entryPrefixes, snapshotPrefix])
    for (const key of await cache.keysOf(prefix))
      if (key.startsWith(snapshotPrefix) ? !isKept(key, version) : !entries.has(key)) gone.push(key);
  if (!(await mayWrite())) return false;
  await cache.delete(gone);
  await cache.write([[sweptKey, String(version)]]);
  return true;
}

/** A version beyond the present one is of a history that a restored database does not have. */
function isKept(key: string, version: number): boolean {
  const kept = Number(key.slice(snapshotPrefix.length));
  return kept <= version && kept >= version - olderKept;
}
