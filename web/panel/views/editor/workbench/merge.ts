/** Two people at one entry: what both changed, and what can stand side by side. */
import type { Content, FieldValue } from '../../../api/configuration.ts';
import { isSame } from './entry.ts';

/** A field that both changed, each in their way. */
export interface Clash {
  readonly field: string;
  readonly base: FieldValue;
  readonly mine: FieldValue;
  readonly theirs: FieldValue;
}

/**
 * @param base what both had read.
 * @param mine the fields I changed; null is one I took away.
 * @param theirs the entry as it is now.
 * @returns the fields somebody has to choose; none where mine can simply be put onto theirs.
 */
export function clashesOf(base: Content, mine: Content, theirs: Content): readonly Clash[] {
  return Object.entries(mine).flatMap(([field, value]) => {
    const [before, now] = [base[field] ?? null, theirs[field] ?? null];
    return isSame(before, now) || isSame(value, now) ? [] : [{ field, base: before, mine: value, theirs: now }];
  });
}

/** Mine without those fields that say what is there already. */
export function leftToSave(mine: Content, saved: Content): Content {
  return Object.fromEntries(Object.entries(mine).filter(([field, value]) => !isSame(value, saved[field])));
}
