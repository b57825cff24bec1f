/** The draft as one document: read, and put in another's place. */
import type { Queries } from '../platform/database/database.ts';
import type { Actor } from './actor.ts';
import { writeEdit } from './change-draft.ts';
import { requireDraft, type Editing } from './change-entry.ts';
import { ownCodes } from './check-entry.ts';
import { commentsSchema, type Comments } from './comments.ts';
import { checkDocument } from './document.ts';
import { askGuard, type Guard } from './guard.ts';
import { identify, replaceDraft } from './replace-draft.ts';
import { putTogether, type EntryIds } from './rules/draft.ts';
import type { Problem } from './rules/problems.ts';
import type { ConfigDocument } from './schema.ts';
import { readDraft, type Draft } from './store/draft.ts';

export interface DraftDocument extends EntryIds {
  readonly revision: number;
  /** What runs. */
  readonly version: number;
  /** Whether it was changed since it was the same as what runs. */
  readonly hasChanges: boolean;
  /** As the entries make it, whatever another program may have written. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** The same; null where this program does not know its form. */
  readonly document: ConfigDocument | null;
  readonly problems: readonly Problem[];
  readonly comments: Comments;
}

/** @throws before the first version is there. */
export async function readDraftDocument(queries: Queries): Promise<DraftDocument> {
  const draft = await readDraft(queries);
  if (draft === null) throw new Error('there is no draft yet');
  return documentOf(draft);
}

/** A draft put together, and what its shape makes impossible. */
export function documentOf(draft: Draft): DraftDocument {
  const { document: raw, handlerIds, callbackIds } = putTogether(draft.header, draft.entries);
  const checked = checkDocument(raw);
  return {
    revision: draft.revision,
    version: draft.version,
    hasChanges: draft.revision !== draft.publishedRevision,
    raw,
    document: checked.ok ? checked.document : null,
    problems: checked.ok ? [] : checked.problems,
    handlerIds,
    callbackIds,
    comments: keptComments(draft.header.comments),
  };
}

/** Comments as a row keeps them; none where another program wrote what this one does not know. */
export function keptComments(comments: unknown): Comments {
  const parsed = commentsSchema.safeParse(comments);
  return parsed.success ? parsed.data : {};
}

export type WriteResult =
  | { readonly ok: true; readonly revision: number; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Puts a whole document in the draft's place. Like an entry it must have the right shape and actions that fit; what
 * else is wrong with it may stand in a draft, and is told.
 */
export async function writeDraftDocument(
  { queries, check }: Editing,
  by: Actor,
  { data, guard }: { readonly data: unknown; readonly guard?: Guard },
): Promise<WriteResult> {
  const checked = checkDocument(data);
  if (!checked.ok) return checked;
  const problems = await check(checked.document, queries);
  const refused = problems.filter(({ code }) => ownCodes.has(code) || code === 'duplicate_callback');
  if (refused.length > 0) return { ok: false, problems: refused };
  // Comments belong to places; those of places that stay go on standing there.
  const change = { document: checked.document, deed: 'draft.replace', ...(guard === undefined ? {} : { guard }) };
  return { ok: true, revision: await putInPlace(queries, by, change), problems };
}

/** Changes what belongs to no entry. @returns the draft's revision. */
export async function changeHeader(
  { queries }: Pick<Editing, 'queries'>,
  by: Actor,
  { activities, guard }: { readonly activities: ConfigDocument['ready_made_activities']; readonly guard?: Guard },
): Promise<number> {
  return queries.transaction().execute(async (transaction) => {
    const state = await requireDraft(transaction);
    await askGuard(guard, transaction, state);
    const header = { ...state.header, ready_made_activities: activities };
    const revision = await writeEdit(transaction, state, { entries: [], header }, by.name);
    if (revision !== state.revision) {
      const { ready_made_activities: before } = state.header;
      const deed = { before: { ready_made_activities: before }, after: { ready_made_activities: activities } };
      await by.record(transaction, { action: 'draft.update', subject: 'draft', ...deed });
    }
    return revision;
  });
}

/** Puts a document that has been checked in the draft's place. @param comments of its file; without them the draft's stay. */
export async function putInPlace(
  queries: Queries,
  by: Actor,
  {
    document,
    comments,
    guard,
    deed,
  }: {
    readonly document: ConfigDocument;
    readonly comments?: Comments;
    readonly guard?: Guard;
    readonly deed: string;
  },
): Promise<number> {
  return queries.transaction().execute(async (transaction) => {
    const state = await requireDraft(transaction);
    await askGuard(guard, transaction, state);
    const draft = await readDraft(transaction);
    if (draft === null) throw new Error('the draft went away under its lock');
    const identified = await identify(transaction, document, draft.entries);
    const kept = { ...identified, comments: comments ?? draft.header.comments };
    const revision = await replaceDraft(transaction, draft, kept, by.name);
    if (revision !== draft.revision)
      await by.record(transaction, {
        action: deed,
        subject: 'draft',
        before: { revision: draft.revision },
        after: { revision },
      });
    return revision;
  });
}
