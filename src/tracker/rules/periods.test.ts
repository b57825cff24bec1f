import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAMED_PERIODS, periodRange, previousPeriod, type Period } from './periods.ts';

const context = { today: Temporal.PlainDate.from('2025-11-22'), weekStart: 1 };
const range = (from: string, to: string) => ({ from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) });
const days = (period: Period, weekStart = 1) => {
  const { from, to } = periodRange(period, { ...context, weekStart });
  return from === null ? null : [from, to].join(' ');
};
const before = (period: Period, weekStart = 1) => {
  const previous = previousPeriod(period, { ...context, weekStart });
  return previous === null ? null : [previous.from, previous.to].join(' ');
};

describe('periods', () => {
  it('T6 each named period has its days', () => {
    expect(NAMED_PERIODS.map((period) => days(period))).toEqual([
      '2025-11-22 2025-11-22',
      '2025-11-21 2025-11-21',
      '2025-11-17 2025-11-23',
      '2025-11-10 2025-11-16',
      '2025-11-01 2025-11-30',
      '2025-10-01 2025-10-31',
      '2025-01-01 2025-12-31',
      null,
    ]);
  });

  it('T7 the week begins on the day the person chose', () => {
    expect(days('this_week', 7)).toBe('2025-11-16 2025-11-22');
    expect(days('this_week', 6)).toBe('2025-11-22 2025-11-28');
    expect(days('last_week', 6)).toBe('2025-11-15 2025-11-21');
  });

  it('T6 two dates in either order are the same range', () => {
    expect(days(range('2025-11-07', '2025-11-01'))).toBe('2025-11-01 2025-11-07');
  });

  it('T6 a period is compared with the whole one before it', () => {
    expect(NAMED_PERIODS.map((period) => before(period))).toEqual([
      '2025-11-21 2025-11-21',
      '2025-11-20 2025-11-20',
      '2025-11-10 2025-11-16',
      '2025-11-03 2025-11-09',
      '2025-10-01 2025-10-31',
      '2025-09-01 2025-09-30',
      '2024-01-01 2024-12-31',
      null,
    ]);
  });

  it('T6 a chosen range is compared with as many days, whole months with as many months', () => {
    expect(before(range('2025-11-03', '2025-11-05'))).toBe('2025-10-31 2025-11-02');
    expect(before(range('2025-03-01', '2025-03-31'))).toBe('2025-02-01 2025-02-28');
    expect(before(range('2025-01-01', '2025-06-30'))).toBe('2024-07-01 2024-12-31');
  });

  it('T6 the period before ends the day before, and a week holds today', () => {
    const today = fc
      .integer({ min: 0, max: 40_000 })
      .map((count) => Temporal.PlainDate.from('1970-01-01').add({ days: count }));
    fc.assert(
      fc.property(
        today,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(...NAMED_PERIODS),
        (date, weekStart, period) => {
          const at = { today: date, weekStart };
          const { from } = periodRange(period, at);
          const previous = previousPeriod(period, at);
          expect(previous?.to.add({ days: 1 }).toString()).toBe(from?.toString());
          const week = periodRange('this_week', at);
          expect(week.from?.dayOfWeek).toBe(weekStart);
          expect(week.from !== null && Temporal.PlainDate.compare(week.from, date) <= 0).toBe(true);
          expect(week.to !== null && Temporal.PlainDate.compare(date, week.to) <= 0).toBe(true);
        },
      ),
    );
  });
});
