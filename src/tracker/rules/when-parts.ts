import { oneDay, wholeMonths, type DateRange } from './periods.ts';
import { MONTHS, WEEKDAYS } from './when-words.ts';
import type { Token } from './when-tokens.ts';

/** What was typed of a day, a month or a year; what was left out is found by the nearest that fits. */
export type Part =
  | {
      readonly kind: 'day';
      readonly day: number;
      readonly month: number | null;
      readonly year: number | null;
    }
  | { readonly kind: 'month'; readonly month: number; readonly year: number | null }
  | { readonly kind: 'weekday'; readonly weekday: number }
  /** Nothing was left out. */
  | { readonly kind: 'fixed'; readonly range: DateRange };

/** Which of the two numbers in «11/01» is the month. */
export interface Habits {
  readonly monthFirst: boolean;
}

/** Reads one day, month or year. Null for what is none. */
export function readPart(tokens: readonly Token[], habits: Habits): Part | null {
  const shape = tokens.map(({ kind, text }) => (kind === 'sign' ? text : kind === 'word' ? 'w' : 'n')).join('');
  const word = tokens.find(({ kind }) => kind === 'word')?.text ?? '';
  const numbers = tokens.filter(({ kind }) => kind === 'number').map(({ text }) => text);
  const [first = '', second = '', third = ''] = numbers;
  const month = MONTHS.get(word) ?? null;
  switch (shape) {
    case 'w':
      return month === null ? weekday(word) : { kind: 'month', month, year: null };
    case 'n':
      return first.length === 4 ? wholeYear(first) : dayOf(first, null, null);
    case 'nw':
    case 'wn':
      if (month === null) return null;
      return first.length === 4 ? monthOf(month, first) : dayOf(first, month, null);
    case 'nwn':
    case 'wnn':
      return month === null ? null : dayOf(first, month, second);
    case 'nn':
      return second.length === 4 ? dayOf(first, null, second) : dayOf(first, Number(second), null);
    case 'n.n':
    case 'n/n':
    case 'n-n':
      if (second.length === 4) return monthOf(Number(first), second);
      if (first.length === 4) return monthOf(Number(second), first);
      // «1-7» are two days.
      if (shape === 'n-n') return null;
      return byHabit(first, second, null, { monthFirst: habits.monthFirst && shape === 'n/n' });
    case 'nnn':
    case 'n.n.n':
    case 'n/n/n':
    case 'n-n-n':
      if (first.length === 4) return dayOf(third, Number(second), first);
      return byHabit(first, second, third, { monthFirst: habits.monthFirst && shape !== 'n.n.n' && shape !== 'nnn' });
    default:
      return null;
  }
}

/** The two numbers in the order of habit, or in the other where only that makes a date («22/11» in English). */
function byHabit(first: string, second: string, year: string | null, { monthFirst }: Habits): Part | null {
  const isMonthFirst = monthFirst ? Number(first) <= 12 : Number(second) > 12;
  return isMonthFirst ? dayOf(second, Number(first), year) : dayOf(first, Number(second), year);
}

function dayOf(day: string, month: number | null, year: string | null): Part | null {
  const number = Number(day);
  const full = year === null ? null : yearOf(year);
  if (day.length > 2 || number < 1 || number > 31) return null;
  if (month !== null && (month < 1 || month > 12)) return null;
  return year !== null && full === null ? null : { kind: 'day', day: number, month, year: full };
}

function monthOf(month: number, year: string): Part | null {
  const full = yearOf(year);
  return month < 1 || month > 12 || full === null ? null : { kind: 'month', month, year: full };
}

function wholeYear(text: string): Part | null {
  const year = yearOf(text);
  return year === null ? null : { kind: 'fixed', range: wholeMonths(new Temporal.PlainDate(year, 1, 1), 12) };
}

function weekday(word: string): Part | null {
  const number = WEEKDAYS.get(word);
  return number === undefined ? null : { kind: 'weekday', weekday: number };
}

/** Two figures are of this century. Outside of 1970–2100 nobody tracked anything, and a typing mistake is likely. */
function yearOf(text: string): number | null {
  const year = text.length === 2 ? 2000 + Number(text) : Number(text);
  return (text.length === 2 || text.length === 4) && year >= 1970 && year <= 2100 ? year : null;
}

/** Whether nothing is left to be found: a year was said, or no year is needed. */
export function isComplete(part: Part): boolean {
  return part.kind === 'fixed' || (part.kind !== 'weekday' && part.year !== null);
}

/** The last such day, month or year that begins by `day`; a complete one is itself. Null for the 31st of June. */
export function lastBy(part: Part, day: Temporal.PlainDate): DateRange | null {
  const fits = (range: DateRange) => isComplete(part) || Temporal.PlainDate.compare(range.from, day) <= 0;
  return candidates(part, day, -1).find(fits) ?? null;
}

/** The first such that does not end before `day`; a complete one is itself. */
export function firstFrom(part: Part, day: Temporal.PlainDate): DateRange | null {
  const fits = (range: DateRange) => isComplete(part) || Temporal.PlainDate.compare(range.to, day) >= 0;
  return candidates(part, day, 1).find(fits) ?? null;
}

/** What a part can mean, the nearest to `day` first, going back in time or on. */
function candidates(part: Part, day: Temporal.PlainDate, step: 1 | -1): readonly DateRange[] {
  if (part.kind === 'fixed') return [part.range];
  if (part.kind === 'weekday') {
    const distance = (step * (part.weekday - day.dayOfWeek) + 7) % 7;
    return [oneDay(day.add({ days: step * distance }))];
  }
  const { month, year } = part;
  if (month === null) {
    // A day and a year without a month are nothing. No two months in a row lack a day.
    const first = day.with({ day: 1 });
    const months = year === null ? [0, 1, 2].map((away) => first.add({ months: step * away })) : [];
    return months.flatMap((start) => within(part, start));
  }
  // 29 February is at most eight years away (1900 and 2100 have none).
  const years = year === null ? [0, 1, 2, 3, 4, 5, 6, 7, 8].map((away) => day.year + step * away) : [year];
  return years.flatMap((candidate) => within(part, new Temporal.PlainDate(candidate, month, 1)));
}

/** The part in the month that begins on `first`: none for a day which that month does not have. */
function within(part: Part, first: Temporal.PlainDate): readonly DateRange[] {
  if (part.kind !== 'day') return [wholeMonths(first, 1)];
  return part.day > first.daysInMonth ? [] : [oneDay(first.with({ day: part.day }))];
}
