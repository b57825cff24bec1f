import type { Queries } from '../platform/database/database.ts';
import { editsBetween, writeEdit } from './change-draft.ts';
import { entryName, knownIds, takeApart, type DraftHeader, type EntryIds } from './rules/draft.ts';
import type { ConfigDocument } from './schema.ts';
import { readRunningNames } from './store/running.ts';
import { takeEntryIds, type Draft } from './store/draft.ts';

/** A document with the ids of its handlers and callbacks. */
export interface IdentifiedDocument extends EntryIds {
  readonly document: ConfigDocument;
}

/**
 * Gives each handler and callback the id it has in the draft already or runs with: buttons that people have go by it.
 * The others get new ones.
 */
export async function identify(
  transaction: Queries,
  document: ConfigDocument,
  entries: Draft['entries'],
): Promise<IdentifiedDocument> {
  const drafted = entries.map(({ kind, id, content }) => ({ kind, id, name: entryName({ kind, id, content }) }));
  const { handlerIds, callbackIds } = knownIds(document, drafted, await readRunningNames(transaction));
  const missing = [...handlerIds, ...callbackIds].filter((id) => id === null).length;
  const fresh = missing === 0 ? [] : await takeEntryIds(transaction, missing);
  let used = 0;
  const fill = (ids: readonly (string | null)[]) => ids.map((id) => id ?? fresh[used++] ?? '');
  return { document, handlerIds: fill(handlerIds), callbackIds: fill(callbackIds) };
}

/**
 * Puts a document in the draft's place; entries that are the same keep their revision.
 *
 * @param draft as it is under the lock.
 * @returns the draft's new revision.
 */
export async function replaceDraft(
  transaction: Queries,
  draft: Draft,
  { document, handlerIds, callbackIds, comments }: IdentifiedDocument & { readonly comments: unknown },
  author: string | null,
): Promise<number> {
  const { ready_made_activities } = document;
  const header: DraftHeader = { ready_made_activities, ...(comments === undefined ? {} : { comments }) };
  const entries = editsBetween(draft.entries, takeApart(document, { handlerIds, callbackIds }));
  return writeEdit(transaction, draft, { entries, header }, author);
}
