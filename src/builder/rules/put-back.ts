/** An entry of the draft, put back as it runs. */
import type { DraftEntry, EntryKind, PlacedContent } from './draft.ts';
import { entryName, POSITION_GAP } from './draft.ts';
import { movedAmong } from './order.ts';
import { renameReferences, type References } from './rename.ts';

export interface EntryId {
  readonly kind: EntryKind;
  readonly id: string;
}

/**
 * The entries of a draft with one of them as it runs: what was added is gone, what was deleted is there again where it
 * stood, and what names it does so by its old name.
 *
 * @param ran what runs, in its order.
 * @returns null where neither has such an entry.
 */
export function putBack(
  entries: readonly DraftEntry[],
  ran: readonly PlacedContent[],
  { kind, id }: EntryId,
  references: References,
): readonly PlacedContent[] | null {
  const isIt = (entry: EntryId) => entry.kind === kind && entry.id === id;
  const [there, wanted] = [entries.find(isIt), ran.find(isIt)];
  if (wanted === undefined) return there === undefined ? null : without(entries, { kind, id });
  const renamed =
    there === undefined
      ? []
      : renameReferences(entries, { kind, from: entryName(there), to: entryName(wanted) }, references);
  const contents = new Map(renamed.map(({ before, content }) => [before, content]));
  const kept = entries.map((entry) => ({ ...entry, content: contents.get(entry) ?? entry.content }));
  const own = kept.filter((entry) => entry.kind === kind);
  const others = kept.filter((entry) => entry.kind !== kind);
  return [
    ...others,
    ...inPlace(
      own,
      ran.filter((entry) => entry.kind === kind),
      wanted,
    ),
  ];
}

/** What belonged to a handler that goes belongs to none. */
function without(entries: readonly DraftEntry[], { kind, id }: EntryId): PlacedContent[] {
  return entries
    .filter((entry) => entry.kind !== kind || entry.id !== id)
    .map((entry) => {
      if (kind !== 'handler' || entry.content['handler_id'] !== id) return entry;
      const { handler_id: _, ...content } = entry.content;
      return { ...entry, content };
    });
}

/** It stays where it stands, unless it was moved or is missing: then it comes behind the nearest it followed. */
function inPlace(
  own: readonly PlacedContent[],
  ran: readonly PlacedContent[],
  wanted: PlacedContent,
): readonly PlacedContent[] {
  const ids = ran.map(({ id }) => id);
  const isThere = own.some(({ id }) => id === wanted.id);
  const isMoved = movedAmong(
    ids,
    own.map(({ id }) => id),
  ).has(wanted.id);
  if (isThere && !isMoved)
    return own.map((entry) => (entry.id === wanted.id ? { ...wanted, position: entry.position } : entry));
  const rest = own.filter(({ id }) => id !== wanted.id);
  const before = new Set(ids.slice(0, ids.indexOf(wanted.id)));
  const behind = rest.findLastIndex(({ id }) => before.has(id));
  return rest
    .toSpliced(behind + 1, 0, wanted)
    .map((entry, index) => ({ ...entry, position: (index + 1) * POSITION_GAP }));
}
