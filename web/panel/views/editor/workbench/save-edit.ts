import {
  changeEntry,
  changesOf,
  type Content,
  type DraftEntry,
  type OthersChange,
} from '../../../api/configuration.ts';
import { Problem } from '../../../api/problem.ts';
import { cachedEntry, freshDraft } from './draft-cache.ts';
import { nameField, type EntryRef } from './entry.ts';
import { clashesOf } from './merge.ts';

/** Changes of one entry that are not saved yet. */
export interface Unsaved {
  readonly ref: EntryRef;
  /** The entry as it was when they were made. */
  readonly base: DraftEntry;
  /** Null takes a field away. */
  readonly fields: Content;
}

export type SaveOutcome =
  | { readonly is: 'saved'; readonly entry: DraftEntry; readonly isRenamed: boolean }
  /** Somebody else changed something else of it: it can be saved upon theirs. */
  | { readonly is: 'rebased'; readonly theirs: DraftEntry }
  /** Somebody else changed the same. */
  | { readonly is: 'clash'; readonly theirs: DraftEntry; readonly by: OthersChange | null }
  /** Somebody else deleted it. */
  | { readonly is: 'gone' }
  | { readonly is: 'refused'; readonly error: Problem }
  /** Worth another try in a while. */
  | { readonly is: 'unreachable' };

/** Sends the changes of an entry. What can go wrong comes back as an outcome. */
export async function saveEdit({ ref, base, fields }: Unsaved): Promise<SaveOutcome> {
  try {
    const entry = await changeEntry({ ...ref, revision: base.revision }, fields);
    const field = nameField(ref.kind);
    return { is: 'saved', entry, isRenamed: field !== null && fields[field] !== undefined };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500 || error.status === 429 || error.status === 401)
      return { is: 'unreachable' };
    if (error.status === 404) return { is: 'gone' };
    if (error.status !== 412) return { is: 'refused', error };
    return outcomeUpon({ ref, base, fields }, changesOf(error).at(-1) ?? null);
  }
}

async function outcomeUpon({ ref, base, fields }: Unsaved, by: OthersChange | null): Promise<SaveOutcome> {
  try {
    await freshDraft();
  } catch {
    return { is: 'unreachable' };
  }
  const theirs = cachedEntry(ref);
  if (theirs === undefined) return { is: 'gone' };
  const hasClash = clashesOf(base.content, fields, theirs.content).length > 0;
  return hasClash ? { is: 'clash', theirs, by } : { is: 'rebased', theirs };
}
