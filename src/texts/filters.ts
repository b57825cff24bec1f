import { accusative } from './accusative.ts';
import { textOf } from '../builder/rules/escape.ts';
import type { Filters, TemplateContext } from '../builder/rules/template-values.ts';
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
import { formatPattern } from './format-pattern.ts';
import { fallbackLanguage, LANGUAGES, type Language } from './language.ts';

/** What templates may do with values beside Liquid's own filters. A value of another type gives an empty text. */
export const filters: Filters = {
  /** Seconds: «2 ч 10 мин». */
  duration: (value, context) => (isNumber(value) ? formatDuration(value, languageOf(context)) : ''),
  /** A moment: «14:05», in the reader's zone. */
  time: (value, { timeZone }) => {
    const moment = momentOf(value);
    return moment ? formatTime(moment, timeZone) : '';
  },
  /** A moment: «14:05», with the date where it is not today. */
  moment: (value, context) => {
    const moment = momentOf(value);
    return moment ? formatMoment(moment, context.timeZone, languageOf(context), { now: context.now }) : '';
  },
  /** A day, or a range of days: «22 ноября», «1–7 ноября». */
  date: (value, context) => {
    const language = languageOf(context);
    if (isRange(value)) return formatDateRange(value, language, context);
    const day = dayOf(value) ?? momentOf(value)?.toZonedDateTimeISO(context.timeZone).toPlainDate();
    return day ? formatDate(day, language, context) : '';
  },
  /** A day or a moment by a pattern: `{{ settings.local_time | date_format: "d MMMM, HH:mm" }}`. */
  date_format: (value, context, pattern) => {
    const local = dayOf(value) ?? momentOf(value)?.toZonedDateTimeISO(context.timeZone);
    return local && typeof pattern === 'string' ? formatPattern(local, pattern, languageOf(context)) : '';
  },
  /** Another value for one that is empty; 0 and «no» are not, as they are for Liquid's own `default`. */
  fallback: (value, _, other) => textOf(isEmpty(value) ? other : value),
  /** Percent: «61 %». */
  percent: (value, context) => (isNumber(value) ? formatPercent(value, languageOf(context)) : ''),
  /** A change in percent, with its sign: «+11 %». */
  change: (value, context) => (isNumber(value) ? formatChange(value, languageOf(context)) : ''),
  /** A name as the object of a verb: «Работу». */
  accusative: (value, context) => (typeof value === 'string' ? accusative(value, languageOf(context)) : ''),
  /** A count with its word: `{{ n | plural: "сессия", "сессии", "сессий" }}` gives «5 сессий». */
  plural: (value, context, ...words) => {
    if (!isNumber(value)) return '';
    const [one = '', few = one, many = few] = words.map(String);
    const language = languageOf(context);
    return `${value} ${plural(value, language, { one, few, many, other: many })}`;
  },
};

function languageOf({ language }: TemplateContext): Language {
  return LANGUAGES.find((known) => known === language) ?? fallbackLanguage;
}

/** A moment, also as servers write it: `2026-11-22T11:05:00Z`. */
function momentOf(value: unknown): Temporal.Instant | null {
  if (value instanceof Temporal.Instant) return value;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return null;
  try {
    return Temporal.Instant.from(value);
  } catch {
    return null;
  }
}

/** A day, also as it is kept: `2026-11-22`. */
function dayOf(value: unknown): Temporal.PlainDate | null {
  if (value instanceof Temporal.PlainDate) return value;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  try {
    return Temporal.PlainDate.from(value);
  } catch {
    return null;
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isRange(value: unknown): value is { from: Temporal.PlainDate; to: Temporal.PlainDate } {
  if (typeof value !== 'object' || value === null) return false;
  return (
    Reflect.get(value, 'from') instanceof Temporal.PlainDate && Reflect.get(value, 'to') instanceof Temporal.PlainDate
  );
}
