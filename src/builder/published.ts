import type { Queries } from '../platform/database/database.ts';
import { parsePublished } from './parse-published.ts';
import type { Published } from './schema.ts';
import { readContent, readPublishedVersion } from './store/versions.ts';

/**
 * The version that runs.
 *
 * @throws before `ensureConfiguration` has made the first one.
 */
export async function publishedVersion(queries: Queries): Promise<number> {
  const version = await readPublishedVersion(queries);
  if (version === null) throw new Error('no configuration has been published yet');
  return version;
}

/**
 * A version as it was published; null where there is none.
 *
 * @throws {ZodError} where this program does not know the form it was written in.
 */
export async function readPublished(queries: Queries, version: number): Promise<Published | null> {
  const row = await readContent(queries, version);
  return row === null ? null : parsePublished(row.content);
}
