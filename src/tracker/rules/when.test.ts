import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, formatDateRange } from '../../texts/format.ts';
import { LANGUAGES, type Language } from '../../texts/language.ts';
import { parseDateRange, parseTime } from './when.ts';

/** A Saturday. */
const today = Temporal.PlainDate.from('2025-11-22');
const understood = (text: string, language: Language = 'ru') => {
  const range = parseDateRange(text, { today, language });
  if (range === null) return null;
  return range.from.equals(range.to) ? range.from.toString() : [range.from, range.to].join(' ');
};

describe('dates as people type them', () => {
  it.each([
    ['1 ноября', '2025-11-01'],
    ['1 Ноября 2025', '2025-11-01'],
    ['1 ноября 2024 г.', '2024-11-01'],
    ['1-го ноября', '2025-11-01'],
    ['1 нояб.', '2025-11-01'],
    ['01.11', '2025-11-01'],
    ['1.11.25', '2025-11-01'],
    ['01.11.2025', '2025-11-01'],
    ['2025-11-01', '2025-11-01'],
    ['сегодня', '2025-11-22'],
    ['Вчера', '2025-11-21'],
    ['позавчера', '2025-11-20'],
    ['понедельник', '2025-11-17'],
    ['в среду', '2025-11-19'],
    ['суббота', '2025-11-22'],
    ['прошлая суббота', '2025-11-15'],
    ['3 дня назад', '2025-11-19'],
    ['неделю назад', '2025-11-15'],
    ['месяц назад', '2025-10-22'],
    ['7', '2025-11-07'],
    ['23', '2025-10-23'],
  ])('T6 «%s» is %s', (text, date) => {
    expect(understood(text)).toBe(date);
  });

  it.each([
    ['yesterday', '2025-11-21'],
    ['nov 1', '2025-11-01'],
    ['1 nov', '2025-11-01'],
    ['November 1st, 2024', '2024-11-01'],
    ['the 1st of November', '2025-11-01'],
    ['last monday', '2025-11-17'],
    ['a week ago', '2025-11-15'],
    ['day before yesterday', '2025-11-20'],
  ])('T6 "%s" is %s', (text, date) => {
    expect(understood(text, 'en')).toBe(date);
  });

  it('T6 two numbers with a slash are a month and a day in English, a day and a month in Russian', () => {
    expect(understood('11/01', 'en')).toBe('2025-11-01');
    expect(understood('11/01', 'ru')).toBe('2025-01-11');
    expect(understood('22/11', 'en')).toBe('2025-11-22');
    expect(understood('11.01', 'en')).toBe('2025-01-11');
  });

  it('T6 a date without a year is the last one that is not in the future', () => {
    expect(understood('22 ноября')).toBe('2025-11-22');
    expect(understood('23 ноября')).toBe('2024-11-23');
    expect(understood('29 февраля')).toBe('2024-02-29');
    expect(understood('декабрь')).toBe('2024-12-01 2024-12-31');
  });

  it.each([
    '31 июня',
    '32',
    '0',
    '29.02.2025',
    '13.13',
    '1 ноября 12025',
    '1800',
    'привет',
    '',
    '   ',
    '-',
    'с',
    '1 ноября!',
    '7 2025',
  ])('T6 «%s» is no date', (text) => {
    expect(understood(text)).toBeNull();
  });
});

describe('ranges as people type them', () => {
  it.each([
    ['1–7 ноября', '2025-11-01 2025-11-07'],
    ['1 ноября - 7 ноября', '2025-11-01 2025-11-07'],
    ['с 1 по 7 ноября', '2025-11-01 2025-11-07'],
    ['с 1 ноября 2024 года по 7 ноября 2024 года', '2024-11-01 2024-11-07'],
    ['01.11-07.11', '2025-11-01 2025-11-07'],
    ['2025-11-01 - 2025-11-07', '2025-11-01 2025-11-07'],
    ['2025-11-01..2025-11-07', '2025-11-01 2025-11-07'],
    ['1-30 ноября', '2025-11-01 2025-11-30'],
    ['28 декабря - 3 января', '2024-12-28 2025-01-03'],
    ['октябрь - ноябрь', '2025-10-01 2025-11-30'],
    ['октябрь-ноябрь 2024', '2024-10-01 2024-11-30'],
    ['1-7', '2025-11-01 2025-11-07'],
    ['25-3', '2025-10-25 2025-11-03'],
    ['ноябрь', '2025-11-01 2025-11-30'],
    ['ноябрь 2024', '2024-11-01 2024-11-30'],
    ['11.2024', '2024-11-01 2024-11-30'],
    ['2025', '2025-01-01 2025-12-31'],
    ['2024-2025', '2024-01-01 2025-12-31'],
    ['с понедельника по среду', '2025-11-17 2025-11-19'],
    ['с понедельника', '2025-11-17 2025-11-22'],
    ['с 5 по вчера', '2025-11-05 2025-11-21'],
    ['на прошлой неделе', '2025-11-10 2025-11-16'],
    ['прошлый год', '2024-01-01 2024-12-31'],
    ['за последние 7 дней', '2025-11-16 2025-11-22'],
    ['from 1 to 7 november', '2025-11-01 2025-11-07'],
    ['nov 1-7, 2024', '2024-11-01 2024-11-07'],
    ['last week', '2025-11-10 2025-11-16'],
  ])('T6 «%s» is %s', (text, days) => {
    expect(understood(text)).toBe(days);
  });

  it('T6 a range back to front is turned round', () => {
    expect(understood('7–1 ноября')).toBe('2025-11-01 2025-11-07');
    expect(understood('7.11.2025 - 1.11.2025')).toBe('2025-11-01 2025-11-07');
    expect(understood('7 ноября - 1 октября')).toBe('2025-10-01 2025-11-07');
  });

  it('T7 a week is the one that begins on the chosen day', () => {
    const range = parseDateRange('эта неделя', { today, language: 'ru', weekStart: 7 });
    expect(range?.from).toEqual(Temporal.PlainDate.from('2025-11-16'));
  });

  it.each(['1 ноября по', 'по 7 ноября', '2024-25', '15 - 2025', '1-2-3-4', 'с завтра'])(
    'T6 «%s» is no range',
    (text) => {
      expect(understood(text)).toBeNull();
    },
  );

  it('T6 what the bot shows it understands', () => {
    const past = fc.integer({ min: 0, max: 5_000 }).map((days) => today.subtract({ days }));
    fc.assert(
      fc.property(past, fc.nat({ max: 400 }), fc.constantFrom(...LANGUAGES), (to, length, language) => {
        const range = { from: to.subtract({ days: length }), to };
        expect(parseDateRange(formatDateRange(range, language, { today }), { today, language })).toEqual(range);
        expect(parseDateRange(formatDate(to, language, { today }), { today, language })?.from).toEqual(to);
      }),
      { numRuns: 300 },
    );
  });

  it('T6 whatever is typed, it answers at once and never with a range back to front', () => {
    const words = fc.array(
      fc.constantFrom(
        '1',
        '31',
        '2025',
        'ноября',
        'feb',
        '-',
        '.',
        '/',
        'с',
        'по',
        'неделю',
        'назад',
        'last',
        ' ',
        'вчера',
        '0',
        '999',
      ),
      { maxLength: 12 },
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      words.map((parts) => parts.join(' ')),
      words.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...LANGUAGES), (text, language) => {
        const range = parseDateRange(text, { today, language });
        if (range !== null) expect(Temporal.PlainDate.compare(range.from, range.to)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 3_000 },
    );
    expect(understood('1-'.repeat(100_000))).toBeNull();
  });
});

describe('times as people type them', () => {
  it.each([
    ['14:05', '14:05:00'],
    ['14.05', '14:05:00'],
    ['9', '09:00:00'],
    ['в 9', '09:00:00'],
    ['9 30', '09:30:00'],
    ['9pm', '21:00:00'],
    ['9:30 PM', '21:30:00'],
    ['12am', '00:00:00'],
    ['12 дня', '12:00:00'],
    ['9 вечера', '21:00:00'],
    ['2 часа ночи', '02:00:00'],
    ['полдень', '12:00:00'],
    ['00:00', '00:00:00'],
    ['14:05:30', '14:05:30'],
  ])('T9 «%s» is %s', (text, time) => {
    expect(parseTime(text)?.toString()).toBe(time);
  });

  it.each(['24:00', '25', '14:5', '14:60', '-1', '', 'скоро'])('T9 «%s» is no time', (text) => {
    expect(parseTime(text)).toBeNull();
  });
});
