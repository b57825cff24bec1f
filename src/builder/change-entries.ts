import type { Actor } from './actor.ts';
import { changeWithin, requireDraft, type Change, type Editing, type EntryResult } from './change-entry.ts';
import { askGuard } from './guard.ts';
import { readEntry } from './store/draft.ts';

export type EntriesResult =
  /** The draft's, with all of them. */
  | { readonly ok: true; readonly revision: number }
  /** Which of the changes it was, counted from 0, and why. */
  | { readonly ok: false; readonly at: number; readonly refusal: Exclude<EntryResult, { readonly ok: true }> };

/** Ends the transaction, so that nothing of it stays. */
class Refused extends Error {
  readonly result: Exclude<EntriesResult, { readonly ok: true }>;

  constructor(at: number, refusal: Exclude<EntryResult, { readonly ok: true }>) {
    super('one of several changes is refused');
    this.result = { ok: false, at, refusal };
  }
}

/**
 * Changes several entries, or none of them. One after the other, in this order: a name that becomes another is followed
 * by the entries behind it before their own change is made.
 */
export async function changeEntries(editing: Editing, by: Actor, changes: readonly Change[]): Promise<EntriesResult> {
  const { queries } = editing;
  try {
    return await queries.transaction().execute(async (transaction): Promise<EntriesResult> => {
      await requireDraft(transaction);
      // All of them first: what one changes of another is not somebody else's change.
      for (const [at, { kind, id, guard }] of changes.entries()) {
        const entry = await readEntry(transaction, kind, id);
        if (entry === null) throw new Refused(at, { ok: false, refusal: 'unknown' });
        await askGuard(guard, transaction, { revision: entry.revision, entry });
      }
      for (const [at, { guard: _, ...change }] of changes.entries()) {
        const result = await changeWithin(editing, transaction, by, change);
        if (!result.ok) throw new Refused(at, result);
      }
      return { ok: true, revision: (await requireDraft(transaction)).revision };
    });
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
}
