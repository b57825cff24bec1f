import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatChange,
  formatDate,
  formatDateRange,
  formatDuration,
  formatMoment,
  formatPercent,
  formatTime,
  plural,
} from './format.ts';
import { LANGUAGES } from './language.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const today = Temporal.PlainDate.from('2025-11-22');
const date = (text: string) => Temporal.PlainDate.from(text);
const range = (from: string, to: string) => ({ from: date(from), to: date(to) });

describe('durations', () => {
  it('T3 are short, without «0 мин», and hours beyond a day stay hours', () => {
    const shown = [0, 45, 59, MINUTE, 32 * MINUTE, 2 * HOUR, 2 * HOUR + 10 * MINUTE, 26 * HOUR + 5 * MINUTE];
    expect(shown.map((seconds) => formatDuration(seconds, 'ru'))).toEqual([
      '0 с',
      '45 с',
      '59 с',
      '1 мин',
      '32 мин',
      '2 ч',
      '2 ч 10 мин',
      '26 ч 5 мин',
    ]);
    expect(shown.map((seconds) => formatDuration(seconds, 'en'))).toEqual([
      '0s',
      '45s',
      '59s',
      '1m',
      '32m',
      '2h',
      '2h 10m',
      '26h 5m',
    ]);
  });

  it('T3 drop the seconds of a minute and show nothing below nought', () => {
    expect(formatDuration(32 * MINUTE + 59, 'ru')).toBe('32 мин');
    expect(formatDuration(2 * HOUR + 59, 'ru')).toBe('2 ч');
    expect(formatDuration(45.9, 'ru')).toBe('45 с');
    expect(formatDuration(-3, 'ru')).toBe('0 с');
  });

  it('have ordinary spaces only', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100_000_000 }), fc.constantFrom(...LANGUAGES), (seconds, language) => {
        expect(formatDuration(seconds, language)).toMatch(/^[\d,]+(?: \d+)*(?:[a-z]| [а-я]+)(?: \d+(?:m| мин))?$/);
      }),
    );
  });
});

describe('moments and days', () => {
  it('T2 a time is shown in its zone, with 24 hours', () => {
    const instant = Temporal.Instant.from('2025-11-22T21:05:59Z');
    expect(formatTime(instant, 'Europe/Moscow')).toBe('00:05');
    expect(formatTime(instant, 'Europe/Berlin')).toBe('22:05');
  });

  it('a date joins a time when it is not today there', () => {
    const now = Temporal.Instant.from('2025-11-22T12:00:00Z');
    const moment = (text: string) => formatMoment(Temporal.Instant.from(text), 'Europe/Moscow', 'ru', { now });
    expect(moment('2025-11-22T11:05:00Z')).toBe('14:05');
    expect(moment('2025-11-21T20:59:00Z')).toBe('21 ноября, 23:59');
    expect(moment('2024-11-21T20:59:00Z')).toBe('21 ноября 2024, 23:59');
  });

  it('a date has its year when it is another', () => {
    expect(formatDate(date('2025-11-22'), 'ru', { today })).toBe('22 ноября');
    expect(formatDate(date('2024-02-29'), 'ru', { today })).toBe('29 февраля 2024');
    expect(formatDate(date('2025-11-22'), 'en', { today })).toBe('22 November');
    expect(formatDate(date('2026-01-01'), 'en', { today })).toBe('1 January 2026');
  });

  it('a range says each part once', () => {
    const shown = (from: string, to: string) => formatDateRange(range(from, to), 'ru', { today });
    expect(shown('2025-11-22', '2025-11-22')).toBe('22 ноября');
    expect(shown('2025-11-01', '2025-11-07')).toBe('1–7 ноября');
    expect(shown('2025-10-28', '2025-11-03')).toBe('28 октября – 3 ноября');
    expect(shown('2024-10-01', '2024-10-31')).toBe('1–31 октября 2024');
    expect(shown('2024-12-28', '2025-01-03')).toBe('28 декабря 2024 – 3 января 2025');
    expect(formatDateRange(range('2025-11-01', '2025-11-07'), 'en', { today })).toBe('1–7 November');
  });
});

describe('numbers', () => {
  it('T6 a share and a change are in percent, with a real minus', () => {
    expect(formatPercent(61, 'ru')).toBe('61 %');
    expect(formatPercent(61, 'en')).toBe('61%');
    expect([11, -5, 0].map((value) => formatChange(value, 'ru'))).toEqual(['+11 %', '−5 %', '0 %']);
    expect([11, -5, 0].map((value) => formatChange(value, 'en'))).toEqual(['+11%', '−5%', '0%']);
  });

  it('a word takes the form its number wants', () => {
    const minutes = { one: 'минута', few: 'минуты', many: 'минут', other: 'минуты' };
    const shown = [1, 2, 5, 11, 21, 112, 1.5].map((count) => plural(count, 'ru', minutes));
    expect(shown).toEqual(['минута', 'минуты', 'минут', 'минут', 'минута', 'минут', 'минуты']);
    expect([1, 2].map((count) => plural(count, 'en', { one: 'minute', other: 'minutes' }))).toEqual([
      'minute',
      'minutes',
    ]);
    expect(plural(5, 'ru', { one: 'сессия', other: 'сессий' })).toBe('сессий');
  });
});
