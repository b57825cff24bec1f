import { ZodError } from 'zod';
import type { Queries } from '../../platform/database/database.ts';
import { UnknownConfiguration, type Compiler, type Configuration } from '../configuration.ts';
import { parsePublished } from '../parse-published.ts';
import { readPublished } from '../published.ts';
import type { Published } from '../schema.ts';
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
    const published = (await fromCache(version)) ?? (await fromDatabase(version));
    return published === null ? null : compile(published);
  };

  async function fromCache(version: number): Promise<Published | null> {
    const cached = await keeper.load(version);
    // What is not as it should be is mended by whoever looks after the cache.
    const published = cached === null ? null : await parsePublished(cached).catch(() => null);
    return published?.version === version ? published : null;
  }

  async function fromDatabase(version: number): Promise<Published | null> {
    try {
      return await readPublished(queries, version);
    } catch (error) {
      if (error instanceof ZodError)
        throw new UnknownConfiguration(version, 'it is written in another form', { cause: error });
      throw error;
    }
  }
}
