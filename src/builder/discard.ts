/** What was changed in the draft is put back as it runs. */
import type { Actor } from './actor.ts';
import { editsBetween, writeEdit } from './change-draft.ts';
import { requireDraft, type Editing } from './change-entry.ts';
import { documentOf } from './draft-document.ts';
import { askGuard, type Guard } from './guard.ts';
import { replaceDraft } from './replace-draft.ts';
import { differences } from './rules/diff.ts';
import { takeApart, type EntryKind } from './rules/draft.ts';
import { putBack } from './rules/put-back.ts';
import { parsePublished } from './parse-published.ts';
import { markAsPublished, readDraft } from './store/draft.ts';
import { readContent } from './store/versions.ts';

export interface Discarding {
  /** All of the draft, or an entry of it; `header` is what belongs to no entry. */
  readonly what: 'everything' | { readonly kind: EntryKind | 'header'; readonly id: string };
  readonly guard?: Guard;
}

/** @returns the draft's revision; null where neither the draft nor what runs has such an entry. */
export function discard(
  { queries, references }: Pick<Editing, 'queries' | 'references'>,
  by: Actor,
  { what, guard }: Discarding,
): Promise<number | null> {
  return queries.transaction().execute(async (transaction) => {
    const state = await requireDraft(transaction);
    await askGuard(guard, transaction, state);
    const draft = await readDraft(transaction);
    const row = await readContent(transaction, state.version);
    if (draft === null || row === null) throw new Error('the draft went away under its lock');
    const { document, handler_ids: handlerIds, callback_ids: callbackIds } = await parsePublished(row.content);
    const running = { document, handlerIds, callbackIds };

    let revision: number;
    if (what === 'everything') {
      revision = await replaceDraft(transaction, draft, { ...running, comments: row.comments ?? undefined }, by.name);
    } else if (what.kind === 'header') {
      const header = { ...draft.header, ready_made_activities: document.ready_made_activities };
      revision = await writeEdit(transaction, draft, { entries: [], header }, by.name);
    } else {
      const target = { kind: what.kind, id: what.id };
      const entries = putBack(draft.entries, takeApart(document, running), target, references);
      if (entries === null) return null;
      const edit = { entries: editsBetween(draft.entries, entries) };
      revision = await writeEdit(transaction, draft, edit, by.name);
    }
    if (revision === state.revision) return revision;

    // Nothing may be left to publish: then the draft is what runs again.
    const left = await readDraft(transaction);
    const now = left && documentOf(left);
    if (now?.document && differences(running, { ...now, document: now.document }).length === 0)
      await markAsPublished(transaction);
    const subject = what === 'everything' || what.kind === 'header' ? 'draft' : `${what.kind}/${what.id}`;
    const revisions = { before: { revision: state.revision }, after: { revision } };
    await by.record(transaction, { action: 'draft.discard', subject, ...revisions });
    return revision;
  });
}
