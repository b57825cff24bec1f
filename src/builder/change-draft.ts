/** Every change of the draft goes through here: numbered and noted. */
import { isDeepStrictEqual } from 'node:util';
import type { Queries } from '../platform/database/database.ts';
import { ENTRY_KINDS, entryName, type DraftEntry, type DraftHeader, type PlacedContent } from './rules/draft.ts';
import { movedAmong } from './rules/order.ts';
import { noteChanges, type DraftChange } from './store/draft-changes.ts';
import { writeDraftState, writeEntries, type DraftState } from './store/draft.ts';

/** What a change comes to. */
export interface DraftEdit {
  readonly entries: readonly EntryEdit[];
  /** Where it changes. */
  readonly header?: DraftHeader;
}

/** An entry as it was and as it shall be; null where there is none. */
export interface EntryEdit {
  readonly before: DraftEntry | null;
  readonly after: PlacedContent | null;
  /** Whether it has another place among the others, and not only another number for the same place. */
  readonly isMoved: boolean;
}

/**
 * Writes a change of the draft, which the caller has locked, as its next revision.
 *
 * @returns the draft's revision: the same as before where nothing is different.
 */
export async function writeEdit(
  transaction: Queries,
  state: DraftState,
  { entries, header = state.header }: DraftEdit,
  author: string | null,
): Promise<number> {
  const revision = state.revision + 1;
  const changes: DraftChange[] = [];
  const written: DraftEntry[] = [];
  for (const edit of entries) {
    const { before, after } = edit;
    const change = changeOf(edit);
    if (change !== null) changes.push(change);
    if (after !== null && (change !== null || after.position !== before?.position))
      written.push({ ...after, revision: change === null ? (before?.revision ?? revision) : revision });
  }
  // A keyboard with another name is another row.
  const removed = entries.flatMap(({ before, after }) => (before !== null && before.id !== after?.id ? [before] : []));
  if (!isDeepStrictEqual(header, state.header))
    changes.push({ kind: 'header', id: '', name: '', change: 'changed', before: { ...state.header } });

  await writeEntries(transaction, { written, removed });
  if (changes.length === 0) return state.revision;
  await writeDraftState(transaction, { revision, header });
  await noteChanges(transaction, revision, author, changes);
  return revision;
}

/** From the entries of one draft to those of another. */
export function editsBetween(before: readonly DraftEntry[], after: readonly PlacedContent[]): EntryEdit[] {
  return ENTRY_KINDS.flatMap((kind) => {
    const old = before.filter((entry) => entry.kind === kind);
    const made = after.filter((entry) => entry.kind === kind);
    const known = new Map(old.map((entry) => [entry.id, entry]));
    const kept = new Set(made.map(({ id }) => id));
    // The document has no order of keyboards and buttons; only their names tell them apart.
    const isOrdered = kind === 'handler' || kind === 'callback';
    const moved = isOrdered ? movedAmong([...known.keys()], [...kept]) : new Set<string>();
    return [
      ...made.map((entry) => ({ before: known.get(entry.id) ?? null, after: entry, isMoved: moved.has(entry.id) })),
      ...old.filter(({ id }) => !kept.has(id)).map((entry) => ({ before: entry, after: null, isMoved: false })),
    ];
  });
}

function changeOf({ before, after, isMoved }: EntryEdit): DraftChange | null {
  const entry = after ?? before;
  if (entry === null) return null;
  const about = { kind: entry.kind, id: before?.id ?? entry.id, name: entryName(entry) };
  if (before === null) return { ...about, change: 'added', before: null };
  if (after === null) return { ...about, change: 'removed', before: before.content };
  if (before.id !== after.id || !isDeepStrictEqual(before.content, after.content))
    return { ...about, change: 'changed', before: before.content };
  return isMoved ? { ...about, change: 'moved', before: before.content } : null;
}
