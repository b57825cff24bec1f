import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor, Deed } from './actor.ts';
import { writeEdit } from './change-draft.ts';
import { merged, requireDraft, taken, wrong, type Change, type Editing, type Refusal } from './change-entry.ts';
import { checkEntry } from './check-entry.ts';
import { askGuard } from './guard.ts';
import { entryName, type DraftEntry, type EntryKind } from './rules/draft.ts';
import { renameReferences } from './rules/rename.ts';
import { readDraft, type Draft } from './store/draft.ts';

/** Among several none can have another place: where it would be depends on the others. */
export type ChangeOfSeveral = Omit<Change, 'place'>;

export type EntriesResult =
  /** The draft's, with all of them. */
  | { readonly ok: true; readonly revision: number }
  /** Which of the changes it was, counted from 0, and why. */
  | { readonly ok: false; readonly at: number; readonly refusal: Refusal };

/** An entry as it was, and as it is with the changes so far. */
interface Edited {
  readonly before: DraftEntry;
  now: DraftEntry;
}

/** Changes that are worked out before others have their turn. */
const atOnce = 20;

type Worked =
  | { readonly ok: true; readonly edited: readonly Edited[]; readonly deeds: readonly Deed[] }
  | Exclude<EntriesResult, { readonly ok: true }>;

/**
 * Changes several entries as one revision of the draft, or none of them. One after the other, in this order: a name that
 * becomes another is followed by the entries behind it before their own change is made.
 *
 * Thousands take seconds to be checked, so they are while nothing is locked: the embedded database would answer nobody.
 */
export async function changeEntries(
  editing: Editing,
  by: Actor,
  changes: readonly ChangeOfSeveral[],
): Promise<EntriesResult> {
  const { queries } = editing;
  const read = await readWhole(queries);
  await askAll(queries, read, changes);
  const early = await workOut(editing, read, changes);
  if (!early.ok) return early;
  return queries.transaction().execute(async (transaction): Promise<EntriesResult> => {
    const state = await requireDraft(transaction);
    let worked: Worked = early;
    if (state.revision !== read.revision) {
      // Somebody was faster. Once more, while nobody else can be.
      const latest = await readWhole(transaction);
      await askAll(transaction, latest, changes);
      worked = await workOut(editing, latest, changes);
      if (!worked.ok) return worked;
    }
    const entries = worked.edited.map(({ before, now }) => ({ before, after: now, isMoved: false }));
    const revision = await writeEdit(transaction, state, { entries }, by.name);
    await by.record(transaction, ...worked.deeds);
    return { ok: true, revision };
  });
}

async function readWhole(queries: Editing['queries']): Promise<Draft> {
  const draft = await readDraft(queries);
  if (draft === null) throw new Error('there is no draft yet');
  return draft;
}

/** All of them first: what one changes of another is not somebody else's change. */
async function askAll(
  queries: Editing['queries'],
  { entries }: Draft,
  changes: readonly ChangeOfSeveral[],
): Promise<void> {
  const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
  for (const change of changes) {
    const entry = known.get(keyOf(change));
    if (entry) await askGuard(change.guard, queries, { revision: entry.revision, entry });
  }
}

/** Makes the changes of what was read, so that nothing has to be asked for between them. */
async function workOut(
  { check, references }: Editing,
  draft: Draft,
  changes: readonly ChangeOfSeveral[],
): Promise<Worked> {
  const edited = new Map(draft.entries.map((entry): [string, Edited] => [keyOf(entry), { before: entry, now: entry }]));
  const callbacks = new Map(
    draft.entries.filter(({ kind }) => kind === 'callback').map((entry) => [entryName(entry), entry.id]),
  );
  const deeds: Deed[] = [];
  for (const [at, { kind, id, newId = id, fields }] of changes.entries()) {
    const refused = (refusal: Refusal): Worked => ({ ok: false, at, refusal });
    const entry = edited.get(keyOf({ kind, id }));
    if (!entry) return refused({ ok: false, refusal: 'unknown' });
    const before = entry.now;
    const checked = await checkEntry(check, kind, newId, merged(before.content, fields));
    if (!checked.ok) return refused({ ok: false, refusal: 'problems', problems: checked.problems });
    const { content } = checked;
    const after = { ...before, id: newId, content };
    if (newId !== id && edited.has(keyOf(after))) return refused(taken('id', newId));
    const [from, to] = [entryName(before), entryName(after)];
    if (kind === 'callback') {
      const other = callbacks.get(to);
      if (other !== undefined && other !== id) return refused(taken('callback_data', other));
      const { handler_id: owner } = content;
      if (typeof owner === 'string' && !edited.has(keyOf({ kind: 'handler', id: owner })))
        return refused(wrong('handler_id', 'unknown_entry'));
      callbacks.delete(from);
      callbacks.set(to, id);
    }
    entry.now = after;
    edited.delete(keyOf(before));
    edited.set(keyOf(after), entry);
    if (from !== to) {
      const others = [...edited.values()].filter((other) => other !== entry).map(({ now }) => now);
      for (const renamed of renameReferences(others, { kind, from, to }, references)) {
        const other = edited.get(keyOf(renamed.before));
        if (other) other.now = { ...renamed.before, content: renamed.content };
      }
    }
    const named = newId === id ? {} : { id: newId };
    const deed = { before: before.content, after: { ...content, ...named } };
    deeds.push({ action: `${kind}.update`, subject: `${kind}/${id}`, ...deed });
    if (at % atOnce === 0) await nextTurn();
  }
  return { ok: true, edited: [...edited.values()].filter(({ before, now }) => before !== now), deeds };
}

function keyOf({ kind, id }: { readonly kind: EntryKind; readonly id: string }): string {
  return `${kind} ${id}`;
}
