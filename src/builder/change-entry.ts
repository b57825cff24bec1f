import type { Queries } from '../platform/database/database.ts';
import type { Actor } from './actor.ts';
import { writeEdit, type EntryEdit } from './change-draft.ts';
import { checkEntry } from './check-entry.ts';
import type { Checker } from './checker.ts';
import { askGuard, type Guard } from './guard.ts';
import { findPosition, type PlaceWish } from './place-entry.ts';
import { entryName, type DraftEntry, type EntryContent, type EntryKind } from './rules/draft.ts';
import { MAX_BUTTONS, MAX_CALLBACKS, MAX_HANDLERS, MAX_KEYBOARDS } from './rules/limits.ts';
import type { Problem } from './rules/problems.ts';
import { renameReferences, type References } from './rules/rename.ts';
import { shape } from './shape-problems.ts';
import {
  countEntries,
  findCallbackByData,
  listCallbacksOf,
  lockDraft,
  readDraft,
  readEntry,
  takeEntryIds,
  type DraftState,
} from './store/draft.ts';
import { findRunningId } from './store/running.ts';

/** What editing needs beside the database. */
export interface Editing {
  readonly queries: Queries;
  readonly check: Checker;
  readonly references: References;
}

export type EntryResult =
  | { readonly ok: true; readonly entry: DraftEntry }
  | { readonly ok: false; readonly refusal: 'unknown' }
  /** Another entry has this data or this name already. */
  | { readonly ok: false; readonly refusal: 'taken'; readonly field: string; readonly by: string }
  | { readonly ok: false; readonly refusal: 'problems'; readonly problems: readonly Problem[] };

/** Why a change is not made. */
export type Refusal = Exclude<EntryResult, { readonly ok: true }>;

const most = { handler: MAX_HANDLERS, callback: MAX_CALLBACKS, keyboard: MAX_KEYBOARDS, button: MAX_BUTTONS } as const;

interface Addition {
  readonly kind: EntryKind;
  /** A name that was given: keyboards and buttons may have one. */
  readonly id?: string;
  readonly content: EntryContent;
  /** The end, unless it says otherwise. */
  readonly place?: PlaceWish;
}

/** Adds an entry to the draft, at the end unless a place is given. What runs already under its name keeps its id. */
export async function addEntry(
  { queries, check }: Editing,
  by: Actor,
  { kind, id: given, content: source, place = { before: null } }: Addition,
): Promise<EntryResult> {
  const checked = await checkEntry(check, kind, given ?? 'new', source);
  if (!checked.ok) return { ok: false, refusal: 'problems', problems: checked.problems };
  return queries.transaction().execute(async (transaction): Promise<EntryResult> => {
    const state = await requireDraft(transaction);
    const { content } = checked;
    if ((await countEntries(transaction, kind)) >= most[kind]) return wrong('', 'too_many_entries');
    if (given !== undefined && (await readEntry(transaction, kind, given)) !== null) return taken('id', given);
    const conflict = await conflictOf(transaction, { kind, id: null, content });
    if (conflict) return conflict;
    const position = await findPosition(transaction, kind, place);
    if (position === null) return wrong('before' in place ? 'before' : 'after', 'unknown_entry');
    const id = given ?? (await runningId(transaction, kind, content)) ?? (await freeId(transaction, kind));
    const after = { kind, id, position, content };
    const revision = await writeEdit(
      transaction,
      state,
      { entries: [{ before: null, after, isMoved: false }] },
      by.name,
    );
    await by.record(transaction, { action: `${kind}.create`, subject: `${kind}/${id}`, after: content });
    return { ok: true, entry: { ...after, revision } };
  });
}

export interface Change {
  readonly kind: EntryKind;
  readonly id: string;
  /** Another name, of a keyboard or a button. */
  readonly newId?: string;
  /** Fields to set; null takes one away. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly place?: PlaceWish;
  readonly guard?: Guard;
}

/** Changes an entry; what refers to it by a name that becomes another is changed with it. */
export async function changeEntry(
  { queries, check, references }: Editing,
  by: Actor,
  { kind, id, newId = id, fields, place, guard }: Change,
): Promise<EntryResult> {
  return queries.transaction().execute(async (transaction): Promise<EntryResult> => {
    const state = await requireDraft(transaction);
    // First: it may give other numbers to the places of all.
    const position = place === undefined ? undefined : await findPosition(transaction, kind, place);
    const before = await readEntry(transaction, kind, id);
    if (before === null) return { ok: false, refusal: 'unknown' };
    await askGuard(guard, transaction, { revision: before.revision, entry: before });
    if (place !== undefined && position === null) return wrong('before' in place ? 'before' : 'after', 'unknown_entry');
    const checked = await checkEntry(check, kind, newId, merged(before.content, fields));
    if (!checked.ok) return { ok: false, refusal: 'problems', problems: checked.problems };
    const { content } = checked;
    if (newId !== id && (await readEntry(transaction, kind, newId)) !== null) return taken('id', newId);
    const conflict = await conflictOf(transaction, { kind, id, content });
    if (conflict) return conflict;

    const after = { kind, id: newId, position: position ?? before.position, content };
    const isMoved = after.position !== before.position;
    const others = await referring(transaction, { before, name: entryName(after) }, references);
    const entries = [
      { before, after, isMoved },
      ...others.filter((edit) => edit.before?.id !== id || edit.before.kind !== kind),
    ];
    const revision = await writeEdit(transaction, state, { entries }, by.name);
    if (revision !== state.revision)
      await by.record(transaction, {
        action: `${kind}.update`,
        subject: `${kind}/${id}`,
        before: before.content,
        after: { ...content, ...(newId === id ? {} : { id: newId }) },
      });
    return { ok: true, entry: { ...after, revision: revision === state.revision ? before.revision : revision } };
  });
}

/**
 * Takes an entry out of the draft. What refers to it stays as it is, and the check names it; callbacks that belonged
 * to a handler belong to none.
 */
export async function removeEntry(
  { queries }: Pick<Editing, 'queries'>,
  by: Actor,
  { kind, id, guard }: Pick<Change, 'kind' | 'id' | 'guard'>,
): Promise<EntryResult> {
  return queries.transaction().execute(async (transaction): Promise<EntryResult> => {
    const state = await requireDraft(transaction);
    const before = await readEntry(transaction, kind, id);
    if (before === null) return { ok: false, refusal: 'unknown' };
    await askGuard(guard, transaction, { revision: before.revision, entry: before });
    const left = kind === 'handler' ? await listCallbacksOf(transaction, id) : [];
    const orphans = left.map((callback): EntryEdit => {
      const { handler_id: _, ...content } = callback.content;
      return { before: callback, after: { ...callback, content }, isMoved: false };
    });
    const entries = [{ before, after: null, isMoved: false }, ...orphans];
    await writeEdit(transaction, state, { entries }, by.name);
    await by.record(transaction, { action: `${kind}.delete`, subject: `${kind}/${id}`, before: before.content });
    return { ok: true, entry: before };
  });
}

/** @throws before the first version is there. */
export async function requireDraft(transaction: Queries): Promise<DraftState> {
  const state = await lockDraft(transaction);
  if (state === null) throw new Error('there is no draft yet');
  return state;
}

/** Entries that name this one, where its name becomes another. */
async function referring(
  transaction: Queries,
  { before, name }: { readonly before: DraftEntry; readonly name: string },
  references: References,
): Promise<EntryEdit[]> {
  const from = entryName(before);
  if (from === name) return [];
  const draft = await readDraft(transaction);
  const renamed = renameReferences(draft?.entries ?? [], { kind: before.kind, from, to: name }, references);
  return renamed.map(({ before: old, content }) => ({ before: old, after: { ...old, content }, isMoved: false }));
}

/** What keeps this content from standing beside the other entries. */
async function conflictOf(
  transaction: Queries,
  { kind, id, content }: { readonly kind: EntryKind; readonly id: string | null; readonly content: EntryContent },
): Promise<EntryResult | null> {
  const { callback_data: data, handler_id: owner } = content;
  if (kind !== 'callback' || typeof data !== 'string') return null;
  const other = await findCallbackByData(transaction, data);
  if (other !== null && other !== id) return taken('callback_data', other);
  if (typeof owner !== 'string') return null;
  return (await readEntry(transaction, 'handler', owner)) === null ? wrong('handler_id', 'unknown_entry') : null;
}

/**
 * The id with which an entry of this name runs: buttons that people have and what is counted go by it, so whoever
 * deletes an entry and adds it again has the same. Null where there is none, or another entry of the draft has it.
 */
async function runningId(transaction: Queries, kind: EntryKind, content: EntryContent): Promise<string | null> {
  const id = await findRunningId(transaction, kind, entryName({ kind, id: '', content }));
  return id === null || (await readEntry(transaction, kind, id)) !== null ? null : id;
}

/** An id that nothing of its kind has: somebody may have called a keyboard «17». */
async function freeId(transaction: Queries, kind: EntryKind): Promise<string> {
  for (;;) {
    const [id = ''] = await takeEntryIds(transaction, 1);
    if ((await readEntry(transaction, kind, id)) === null) return id;
  }
}

/** What a change leaves: null takes a field away. */
export function merged(content: EntryContent, fields: Readonly<Record<string, unknown>>): EntryContent {
  return Object.fromEntries(Object.entries({ ...content, ...fields }).filter(([, value]) => value !== null));
}

export function taken(field: string, by: string): Refusal {
  return { ok: false, refusal: 'taken', field, by };
}

export function wrong(field: string, key: string): Refusal {
  return { ok: false, refusal: 'problems', problems: [shape(field === '' ? [] : [field], key)] };
}
