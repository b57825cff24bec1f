import type { Queries } from '../../platform/database/database.ts';
import type { Compiler, Configuration } from '../configuration.ts';
import { readPublished } from '../published.ts';
import { publishedSchema, type Published } from '../schema.ts';
import type { CacheKeeper } from './cache-keeper.ts';

/** Loads one published version and makes it ready to answer; null where there is none. */
export type LoadConfiguration = (version: number) => Promise<Configuration | null>;

/**
 * Loads from the cache, and from the database what the cache does not have as it should.
 *
 * @returns a loader that throws `UnknownConfiguration` where the version does not fit this program, and whatever the
 *   database says.
 */
export function createLoader({
  queries,
  keeper,
  compile,
}: {
  readonly queries: Queries;
  readonly keeper: Pick<CacheKeeper, 'load'>;
  readonly compile: Compiler;
}): LoadConfiguration {
  return async (version) => {
    const published = (await fromCache(version)) ?? (await readPublished(queries, version));
    return published === null ? null : compile(published);
  };

  async function fromCache(version: number): Promise<Published | null> {
    const cached = publishedSchema.safeParse(await keeper.load(version));
    return cached.success && cached.data.version === version ? cached.data : null;
  }
}
