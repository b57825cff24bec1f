import { describe, expect, it } from 'vitest';
import { conditionKinds, dayOf, isFilledIn, momentOf, newCondition, savable } from './conditions.ts';

const today = Temporal.PlainDate.from('2026-11-22');

describe('C13 a condition in its form', () => {
  it.each(['language', 'tracked', 'seen', 'registered'] as const)('of %s is whole from the start', (kind) => {
    expect(isFilledIn([newCondition(kind, today)])).toBe(true);
  });

  it.each(['activity', 'variable', 'source'] as const)('of %s waits for its name', (kind) => {
    expect(isFilledIn([newCondition(kind, today)])).toBe(false);
  });

  it.each(['activity', 'variable', 'source'] as const)('of %s keeps none but conditions from being saved', (kind) => {
    const segment = [newCondition('language', today), newCondition(kind, today)];
    expect(savable({ name: 'News', segment })).toEqual({ name: 'News' });
    expect(savable({ segment: segment.slice(0, 1) })).toEqual({ segment: segment.slice(0, 1) });
  });

  it('can be made of every kind', () => {
    expect(conditionKinds.map((kind) => newCondition(kind, today).kind)).toEqual(conditionKinds);
  });

  it('keeps its day, whatever the zone', () => {
    expect(dayOf(momentOf('2026-03-29'))).toBe('2026-03-29');
  });
});
