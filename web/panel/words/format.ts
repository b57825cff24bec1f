import { useMemo } from 'react';
import { useLanguage, type Language } from './language.ts';

export const locales: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

/** Numbers, moments and lengths of time as the panel's language writes them. */
export interface Format {
  readonly number: (value: number) => string;
  /** @param share 0.25 is 25 %. */
  readonly percent: (share: number) => string;
  /** @param moment RFC 3339, shown in the browser's zone. */
  readonly dateTime: (moment: string) => string;
  readonly date: (moment: string) => string;
  /** “5 minutes ago”. @param moment RFC 3339. */
  readonly ago: (moment: string, now?: Temporal.Instant) => string;
  /** “2 h 10 min”, and of more than a hundred hours only these. @param seconds whole seconds. */
  readonly duration: (seconds: number) => string;
}

function formatIn(language: Language): Format {
  const locale = locales[language];
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const length = new Intl.DurationFormat(locale, { style: 'short' });
  // No time at all is said, too.
  const short = new Intl.DurationFormat(locale, { style: 'short', secondsDisplay: 'always' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    dateTime: (moment) => dateTime.format(new Date(moment)),
    date: (moment) => date.format(new Date(moment)),
    ago(moment, now = Temporal.Now.instant()) {
      const seconds = Temporal.Instant.from(moment).since(now).total('seconds');
      const [size, unit] = steps.find(([least]) => Math.abs(seconds) >= least) ?? smallest;
      return relative.format(Math.trunc(seconds / size), unit);
    },
    duration(seconds) {
      if (seconds < 60) return short.format({ seconds });
      const hours = Math.trunc(seconds / 3_600);
      return length.format({ hours, minutes: hours < 100 ? Math.trunc((seconds % 3_600) / 60) : 0 });
    },
  };
}

const smallest = [1, 'second'] as const;
const steps = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

export function useFormat(): Format {
  const { language } = useLanguage();
  return useMemo(() => formatIn(language), [language]);
}
