import { compare } from '../builder/compare.ts';
import { publishedVersion } from '../builder/published.ts';
import type { EntryDifference } from '../builder/rules/diff.ts';
import { readVersionLine } from '../builder/store/versions.ts';
import type { Queries } from '../platform/database/database.ts';
import type { FirstSteps } from './schema.ts';
import { isUsedSince } from './store/use.ts';

/** What ships with the program. */
const shipped = 1;

/** How far somebody new has come on the way of a first change: a button renamed, published, tapped. */
export async function readFirstSteps(queries: Queries): Promise<FirstSteps> {
  const version = await publishedVersion(queries);
  const [draft, runs, line] = await Promise.all([
    compare(queries, shipped, 'draft'),
    compare(queries, shipped, version),
    readVersionLine(queries, version),
  ]);
  const isPublished = hasOtherButtons(runs);
  const since = line?.publishedAt;
  return {
    is_changed: isPublished || hasOtherButtons(draft),
    is_published: isPublished,
    is_tapped: isPublished && since !== undefined && (await isUsedSince(queries, { version, since })),
  };
}

function hasOtherButtons(differences: readonly EntryDifference[] | null): boolean {
  return differences?.some(({ kind }) => kind === 'keyboard' || kind === 'button') ?? false;
}
