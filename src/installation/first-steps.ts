import { compare } from '../builder/compare.ts';
import type { EntryDifference } from '../builder/rules/diff.ts';
import { readDraftState } from '../builder/store/draft.ts';
import { readVersionLine } from '../builder/store/versions.ts';
import type { Queries } from '../platform/database/database.ts';
import type { FirstSteps } from './schema.ts';
import { isUsedSince } from './store/use.ts';

/** What ships with the program. */
const shipped = 1;

/**
 * Tells how far somebody new has come on the way of a first change: a button renamed, published, tapped. The panel asks
 * every two seconds, so each draft and each version is compared once.
 */
export function firstSteps(queries: Queries): () => Promise<FirstSteps> {
  const versionDiffers = rememberLast(async (version) => hasOtherButtons(await compare(queries, shipped, version)));
  const draftDiffers = rememberLast(async () => hasOtherButtons(await compare(queries, shipped, 'draft')));
  /** The version that somebody has tapped in. */
  let tapped: number | null = null;

  async function isTapped(version: number): Promise<boolean> {
    if (tapped === version) return true;
    const line = await readVersionLine(queries, version);
    if (!line || !(await isUsedSince(queries, { version, since: line.publishedAt }))) return false;
    tapped = version;
    return true;
  }

  return async () => {
    const state = await readDraftState(queries);
    if (!state) return { is_changed: false, is_published: false, is_tapped: false };
    const { version, revision } = state;
    const isPublished = await versionDiffers(version);
    return {
      is_changed: isPublished || (await draftDiffers(revision)),
      is_published: isPublished,
      is_tapped: isPublished && (await isTapped(version)),
    };
  };
}

function hasOtherButtons(differences: readonly EntryDifference[] | null): boolean {
  return differences?.some(({ kind }) => kind === 'keyboard' || kind === 'button') ?? false;
}

/** Does it anew only for another number than the last time, and where it failed. */
function rememberLast<Result>(work: (number: number) => Promise<Result>): (number: number) => Promise<Result> {
  let last: { readonly number: number; readonly result: Promise<Result> } | undefined;
  return (number) => {
    if (last?.number === number) return last.result;
    const made = { number, result: work(number) };
    last = made;
    made.result.catch(() => {
      if (last === made) last = undefined;
    });
    return made.result;
  };
}
