import { describe, expect, it } from 'vitest';
import { conditionKinds, dayOf, isFilledIn, momentOf, newCondition } from './conditions.ts';

const today = Temporal.PlainDate.from('2026-11-22');

describe('C13 a condition in its form', () => {
  it.each(['language', 'tracked', 'seen', 'registered'] as const)('of %s is whole from the start', (kind) => {
    expect(isFilledIn([newCondition(kind, today)])).toBe(true);
  });

  it.each(['activity', 'variable', 'source'] as const)('of %s waits for its name', (kind) => {
    expect(isFilledIn([newCondition(kind, today)])).toBe(false);
  });

  it('can be made of every kind', () => {
    expect(conditionKinds.map((kind) => newCondition(kind, today).kind)).toEqual(conditionKinds);
  });

  it('keeps its day, whatever the zone', () => {
    expect(dayOf(momentOf('2026-03-29'))).toBe('2026-03-29');
  });
});
