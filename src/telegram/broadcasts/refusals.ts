import type { Sending } from '../../broadcasts/store/recipients.ts';
import type { UserId } from '../../platform/ids.ts';

/** What was refused of each broadcast in a row, nobody having got it meanwhile. */
export interface Refusals {
  /** @returns who was refused, once that is enough to suspect the broadcast instead of its recipients. */
  add(sending: Pick<Sending, 'id' | 'refusals'>, userId: UserId): readonly UserId[] | null;
  /** Somebody has got it, or all that were under way are back. */
  forget(id: number): void;
  /** Whether there were enough already: what is refused now, too, is for all of them to be tried again. */
  areEnough(id: number): boolean;
}

/** Refusals in a row after which a broadcast pauses itself. */
const enough = 20;

/** Each time somebody lets it go on in spite of that ten times as many: perhaps they know why. */
export function createRefusals(): Refusals {
  const rows = new Map<number, UserId[]>();
  const full = new Set<number>();
  return {
    add({ id, refusals }, userId) {
      const row = rows.get(id) ?? [];
      rows.set(id, row);
      row.push(userId);
      if (row.length < enough * 10 ** refusals) return null;
      full.add(id);
      return row;
    },
    forget(id) {
      rows.delete(id);
      full.delete(id);
    },
    areEnough: (id) => full.has(id),
  };
}
