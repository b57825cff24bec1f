import type { ActivityId } from '../../platform/ids.ts';
import { parseName, type ParsedName } from './names.ts';

/** More would not fit a keyboard that anybody reads. */
export const mostActivities = 200;

interface Named {
  readonly id: ActivityId;
  readonly nameKey: string;
}

export type ChosenName<A> =
  | ParsedName
  /** Another activity of theirs is called so. */
  | { readonly ok: false; readonly reason: 'taken'; readonly same: A }
  | { readonly ok: false; readonly reason: 'too_many' };

/**
 * A name for an activity among a person's others: unique without regard to case, archived ones included.
 *
 * @param self the activity that is renamed; null for a new one.
 */
export function chooseName<A extends Named>(all: readonly A[], text: string, self: ActivityId | null): ChosenName<A> {
  const given = parseName(text);
  if (!given.ok) return given;
  const same = all.find((activity) => activity.nameKey === given.key && activity.id !== self);
  if (same) return { ok: false, reason: 'taken', same };
  return self === null && all.length >= mostActivities ? { ok: false, reason: 'too_many' } : given;
}
