/** Steps from what somebody wishes. */
import type { Content, DraftEntry, EntryKind } from '../../../api/configuration.ts';
import { isSameEntry, type EntryRef } from './entry.ts';
import type { Step } from './steps.ts';

/** @param id of a keyboard or a button its name; others get theirs from the server. */
export function additionOf(
  entries: readonly DraftEntry[],
  { kind, id = 'new' }: { readonly kind: EntryKind; readonly id?: string },
  content: Content,
  behind: string | null = entries.findLast((entry) => entry.kind === kind)?.id ?? null,
): Step {
  return { type: 'add', ref: { kind, id }, content, behind, owned: [] };
}

export function removalOf(entries: readonly DraftEntry[], { kind, id, content }: DraftEntry): Step {
  const owned = entries.filter((entry) => entry.kind === 'callback' && entry.content['handler_id'] === id);
  return {
    type: 'remove',
    ref: { kind, id },
    content,
    behind: neighbours(entries, { kind, id }).before,
    owned: kind === 'handler' ? owned.map((entry) => entry.id) : [],
  };
}

/** One place up or down among its kind; null where there is none. */
export function moveOf(entries: readonly DraftEntry[], { kind, id }: EntryRef, way: 'up' | 'down'): Step | null {
  const ofKind = entries.filter((entry) => entry.kind === kind);
  const index = ofKind.findIndex((entry) => entry.id === id);
  const behindIndex = way === 'up' ? index - 2 : index + 1;
  if (index < 0 || behindIndex < -1 || behindIndex >= ofKind.length) return null;
  const ref = { kind, id };
  return { type: 'move', ref, from: ofKind[index - 1]?.id ?? null, to: ofKind[behindIndex]?.id ?? null };
}

/** To the place where another of its kind stands; null where that is its own. */
export function placeAmong(entries: readonly DraftEntry[], { kind, id }: EntryRef, target: string): Step | null {
  const ids = entries.filter((entry) => entry.kind === kind).map((entry) => entry.id);
  const [from, to] = [ids.indexOf(id), ids.indexOf(target)];
  if (from < 0 || to < 0 || from === to) return null;
  // Downwards those between move up: it stands behind the target.
  const behind = to > from ? target : (ids[to - 1] ?? null);
  return { type: 'move', ref: { kind, id }, from: ids[from - 1] ?? null, to: behind };
}

/** The ids of the entries of the same kind on both sides. */
export function neighbours(
  entries: readonly DraftEntry[],
  ref: EntryRef,
): { readonly before: string | null; readonly after: string | null } {
  const ofKind = entries.filter((entry) => entry.kind === ref.kind);
  const index = ofKind.findIndex((entry) => isSameEntry(entry, ref));
  return { before: ofKind[index - 1]?.id ?? null, after: ofKind[index + 1]?.id ?? null };
}
