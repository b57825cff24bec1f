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
 * Tells how far somebody new has come on the way of a first change: a button renamed, published, tapped. What was
 * published and tapped once stays so, whatever is brought back later. The panel asks every two seconds, so each draft
 * and each version is compared once.
 */
export function firstSteps(queries: Queries): () => Promise<FirstSteps> {
  const firstChanged = firstVersionThat(async (version) => hasOtherButtons(await compare(queries, shipped, version)));
  const draftDiffers = rememberLast(async () => hasOtherButtons(await compare(queries, shipped, 'draft')));
  let isTapped = false;

  async function isTappedSince(version: number): Promise<boolean> {
    if (isTapped) return true;
    const line = await readVersionLine(queries, version);
    isTapped = line !== null && (await isUsedSince(queries, { version, since: line.publishedAt }));
    return isTapped;
  }

  return async () => {
    const state = await readDraftState(queries);
    if (!state) return { is_changed: false, is_published: false, is_tapped: false };
    const { version, revision } = state;
    const changed = await firstChanged(version);
    const isPublished = changed !== null;
    return {
      is_changed: isPublished || (await draftDiffers(revision)),
      is_published: isPublished,
      is_tapped: isPublished && (await isTappedSince(changed)),
    };
  };
}

function hasOtherButtons(differences: readonly EntryDifference[] | null): boolean {
  return differences?.some(({ kind }) => kind === 'keyboard' || kind === 'button') ?? false;
}

/** Finds the first version after the shipped one that is so; each is looked at once, for none of them changes. */
function firstVersionThat(isSo: (version: number) => Promise<boolean>): (latest: number) => Promise<number | null> {
  let looked = shipped;
  let found: number | null = null;
  return async (latest) => {
    for (let version = looked + 1; found === null && version <= latest; version += 1) {
      if (await isSo(version)) found = version;
      looked = version;
    }
    return found;
  };
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
