import type { Words } from '../../words/words.ts';
import type { Group } from '../../api/statistics.ts';
import type { statisticsWords } from './statistics-words.ts';

type Texts = typeof statisticsWords extends Words<infer Known> ? Known : never;

/** A series in words: kinds and outcomes have names, handlers and callbacks their own pattern or data. */
export function nameOf(words: Texts, group: Group, key: string | null): string {
  if (key === null) return words.nothing;
  if (group === 'handler') return key;
  const known: Readonly<Record<string, string>> = group === 'event' ? words.events : words.outcomes;
  return known[key] ?? key;
}

/** Names the steps of a chart: hours, days, the first days of weeks, months, in the zone they are counted in. */
export function stepNames(
  buckets: readonly string[],
  unit: 'hour' | 'day' | 'week' | 'month',
  { zone, locale }: { readonly zone: string; readonly locale: string },
): string[] {
  const parts: Intl.DateTimeFormatOptions =
    unit === 'hour'
      ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
      : unit === 'month'
        ? { month: 'short', year: 'numeric' }
        : { day: 'numeric', month: 'short' };
  const format = new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone });
  return buckets.map((moment) => format.format(new Date(moment)));
}

/** “+12 %”, “−3 %”; null where there was nothing before. */
export function changeOf(now: number, before: number, locale: string): string | null {
  if (before === 0) return null;
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  });
  return percent.format((now - before) / before);
}
