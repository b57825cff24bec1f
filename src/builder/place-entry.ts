import type { Queries } from '../platform/database/database.ts';
import { POSITION_GAP, type EntryKind } from './rules/draft.ts';
import { readEnds, readEntry, readNeighbours, spreadEntries } from './store/draft.ts';

/** Where an entry shall stand: directly before or after another one, or (null) at the end or the beginning. */
export type PlaceWish = { readonly before: string | null } | { readonly after: string | null };

/** Far from what a position can hold. */
const farthest = 1_000_000_000;

/**
 * A position at that place. Makes room where there is none.
 *
 * @returns null where the other entry is not there.
 */
export async function findPosition(transaction: Queries, kind: EntryKind, wish: PlaceWish): Promise<number | null> {
  const found = await positionAt(transaction, kind, wish);
  if (found === 'unknown') return null;
  if (found !== 'crowded') return found;
  await spreadEntries(transaction, kind, POSITION_GAP);
  const again = await positionAt(transaction, kind, wish);
  return typeof again === 'number' ? again : null;
}

async function positionAt(
  transaction: Queries,
  kind: EntryKind,
  wish: PlaceWish,
): Promise<number | 'crowded' | 'unknown'> {
  const isBefore = 'before' in wish;
  const other = isBefore ? wish.before : wish.after;
  if (other === null) {
    const { first, last } = await readEnds(transaction, kind);
    return between(isBefore ? last : null, isBefore ? null : first);
  }
  const entry = await readEntry(transaction, kind, other);
  if (entry === null) return 'unknown';
  const { before, after } = await readNeighbours(transaction, kind, entry);
  return isBefore ? between(before, entry.position) : between(entry.position, after);
}

function between(low: number | null, high: number | null): number | 'crowded' {
  if (low === null) return high === null ? POSITION_GAP : within(high - POSITION_GAP);
  if (high === null) return within(low + POSITION_GAP);
  return high - low < 2 ? 'crowded' : Math.floor((low + high) / 2);
}

function within(position: number): number | 'crowded' {
  return Math.abs(position) > farthest ? 'crowded' : position;
}
