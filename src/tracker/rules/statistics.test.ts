import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber } from './day-numbers.ts';
import { changeInPercent, currentStreak, makeReport, shares } from './statistics.ts';
import { activityId } from './testing.ts';

const MINUTE = 60;
const row = (name: string, minutes: number, sessions = 1) => ({
  activityId: activityId(name.length),
  name,
  seconds: minutes * MINUTE,
  sessions,
  longest: minutes * MINUTE,
});
const date = (text: string) => Temporal.PlainDate.from(text);

describe('report', () => {
  it('T6 has the totals, the shares and the change against the period before', () => {
    const report = makeReport([row('Спорт', 40), row('Работа', 190, 3), row('Чтение', 80, 2)], 280 * MINUTE);
    expect(report.activities.map(({ name, share }) => [name, share])).toEqual([
      ['Работа', 61],
      ['Чтение', 26],
      ['Спорт', 13],
    ]);
    expect(report).toMatchObject({
      total: 310 * MINUTE,
      sessions: 6,
      average: 3100,
      longest: 190 * MINUTE,
      change: 11,
    });
  });

  it('T6 of nothing is noughts, with no change to speak of', () => {
    expect(makeReport([], 0)).toEqual({
      total: 0,
      sessions: 0,
      average: 0,
      longest: 0,
      activities: [],
      previousTotal: 0,
      change: null,
    });
    expect(makeReport([row('Работа', 0)], 60).activities).toMatchObject([{ share: 0 }]);
  });

  it('T6 puts activities of equal time in the order of their names', () => {
    const names = makeReport([row('Чтение', 5), row('Работа', 5)], 0).activities.map(({ name }) => name);
    expect(names).toEqual(['Работа', 'Чтение']);
  });

  it('T6 shares add up to 100, and none is a whole percent off', () => {
    const values = fc.array(fc.nat({ max: 157_680_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, (seconds) => {
        const total = seconds.reduce((sum, value) => sum + value, 0);
        const parts = shares(seconds);
        expect(parts.reduce((sum, value) => sum + value, 0)).toBe(total === 0 ? 0 : 100);
        for (const [index, share] of parts.entries()) {
          const exact = total === 0 ? 0 : ((seconds[index] ?? 0) / total) * 100;
          expect(Math.abs(share - exact)).toBeLessThan(1 + 1e-9);
        }
      }),
    );
  });

  it('T6 a third each is 34, 33 and 33', () => {
    expect(shares([7, 7, 7])).toEqual([34, 33, 33]);
  });

  it('T6 a change is in whole percent, and unknown where there was nothing', () => {
    expect(changeInPercent(95, 100)).toBe(-5);
    expect(changeInPercent(0, 100)).toBe(-100);
    expect(changeInPercent(9_999, 10_000)).toBe(0);
    expect(changeInPercent(50, 0)).toBeNull();
  });
});

describe('streak', () => {
  const today = date('2025-11-22');
  const numbers = (days: readonly string[]) => new Set(days.map((day) => dayNumber(date(day))));
  const streak = (...days: readonly string[]) => currentStreak(numbers(days), dayNumber(today));

  it('T6 counts the days in a row up to today', () => {
    expect(streak('2025-11-18', '2025-11-20', '2025-11-21', '2025-11-22')).toBe(3);
    expect(streak('2025-02-28')).toBe(0);
    expect(streak()).toBe(0);
  });

  it('T6 goes on while today has nothing yet, and ends after a day without', () => {
    expect(streak('2025-11-20', '2025-11-21')).toBe(2);
    expect(streak('2025-11-19', '2025-11-20')).toBe(0);
    expect(streak('2025-11-19', '2025-11-20', '2025-11-22')).toBe(1);
  });

  it('T6 counts a day of two zones once and none that is ahead of here', () => {
    expect(streak('2025-11-20', '2025-11-21', '2025-11-21', '2025-11-22', '2025-11-23')).toBe(3);
  });

  it('T6 crosses the end of a month', () => {
    expect(currentStreak(numbers(['2024-02-28', '2024-02-29', '2024-03-01']), dayNumber(date('2024-03-01')))).toBe(3);
  });
});
