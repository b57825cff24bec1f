import { accusative } from './accusative.ts';
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
import { LANGUAGES, type Language } from './language.ts';

/** What templates may do with values beside Liquid's own filters. A value of another type gives an empty text. */
export const filters: Filters = {
  /** Seconds: «2 ч 10 мин». */
  duration: (value, context) => (isNumber(value) ? formatDuration(value, languageOf(context)) : ''),
  /** A moment: «14:05», in the reader's zone. */
  time: (value, { timeZone }) => (value instanceof Temporal.Instant ? formatTime(value, timeZone) : ''),
  /** A moment: «14:05», with the date where it is not today. */
  moment: (value, context) =>
    value instanceof Temporal.Instant
      ? formatMoment(value, context.timeZone, languageOf(context), { now: context.now })
      : '',
  /** A day, or a range of days: «22 ноября», «1–7 ноября». */
  date: (value, context) => {
    const language = languageOf(context);
    if (value instanceof Temporal.PlainDate) return formatDate(value, language, context);
    return isRange(value) ? formatDateRange(value, language, context) : '';
  },
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
  return LANGUAGES.find((known) => known === language) ?? 'ru';
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
