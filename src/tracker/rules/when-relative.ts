import { oneDay, wholeMonths, weekOf, type DateRange } from './periods.ts';
import { lastBy } from './when-parts.ts';
import { AGO, DAYS_AGO, LAST, ONE, PAST, THIS, UNITS, WEEKDAYS } from './when-words.ts';

/**
 * What is counted from today: «вчера», «3 дня назад», «последние 7 дней», «прошлый месяц», «прошлая среда».
 * Null for what is no such phrase.
 * @param words small letters and figures, without fillers
 * @param weekStart 1 is Monday
 */
export function readRelative(words: readonly string[], today: Temporal.PlainDate, weekStart: number): DateRange | null {
  const [first = '', second = '', third = ''] = words;
  switch (words.length) {
    case 1: {
      const days = DAYS_AGO.get(first);
      return days === undefined ? null : oneDay(today.subtract({ days }));
    }
    case 2:
      if (AGO.has(second)) return ago(today, 1, first);
      if (LAST.has(first)) return lastOf(second, today, weekStart);
      if (PAST.has(first)) return upTo(today, 1, second);
      return THIS.has(first) ? thisOf(second, today, weekStart) : null;
    case 3:
      if (words.join(' ') === 'day before yesterday') return oneDay(today.subtract({ days: 2 }));
      if (AGO.has(third)) return ago(today, countOf(first), second);
      return PAST.has(first) ? upTo(today, countOf(second), third) : null;
    default:
      return null;
  }
}

/** At most three figures: a thousand years ago is no date of anybody's. */
function countOf(text: string): number | null {
  if (ONE.has(text)) return 1;
  return /^\d{1,3}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

function ago(today: Temporal.PlainDate, count: number | null, word: string): DateRange | null {
  const unit = UNITS.get(word);
  return unit === undefined || count === null ? null : oneDay(today.subtract({ [unit]: count }));
}

function upTo(today: Temporal.PlainDate, count: number | null, word: string): DateRange | null {
  const start = ago(today, count, word);
  return start === null ? null : { from: start.from.add({ days: 1 }), to: today };
}

function thisOf(word: string, today: Temporal.PlainDate, weekStart: number): DateRange | null {
  const weekday = WEEKDAYS.get(word);
  if (weekday !== undefined) return lastBy({ kind: 'weekday', weekday }, today);
  switch (UNITS.get(word)) {
    case 'weeks':
      return weekOf(today, weekStart);
    case 'months':
      return wholeMonths(today.with({ day: 1 }), 1);
    case 'years':
      return wholeMonths(today.with({ month: 1, day: 1 }), 12);
    default:
      return null;
  }
}

/** «Last Monday» is never today; «last week» is the calendar's. */
function lastOf(word: string, today: Temporal.PlainDate, weekStart: number): DateRange | null {
  const weekday = WEEKDAYS.get(word);
  if (weekday !== undefined) return lastBy({ kind: 'weekday', weekday }, today.subtract({ days: 1 }));
  const unit = UNITS.get(word);
  return unit === undefined ? null : thisOf(word, today.subtract({ [unit]: 1 }), weekStart);
}
