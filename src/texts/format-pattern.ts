import { kept, withOrdinarySpaces } from './intl.ts';
import type { Language } from './language.ts';

const LOCALE = { ru: 'ru', en: 'en-GB' } as const;
const TOKENS = /yyyy|yy|MMMM|MM|M|dd|d|EEEE|EE|HH|H|mm/g;
/** Longer ones are nobody's. */
const longest = 100;

type Local = Temporal.PlainDate | Temporal.ZonedDateTime;

/**
 * A day or a moment by a pattern: `d MMMM yyyy, HH:mm`. Months are in the form that stands behind a day («ноября»).
 * The time of what is only a day is left empty.
 */
export function formatPattern(local: Local, pattern: string, language: Language): string {
  return pattern.slice(0, longest).replaceAll(TOKENS, (token) => part(local, token, language));
}

const two = (value: number): string => String(value).padStart(2, '0');

function part(local: Local, token: string, language: Language): string {
  const time = local instanceof Temporal.ZonedDateTime ? local : null;
  switch (token) {
    case 'yyyy':
      return String(local.year);
    case 'yy':
      return two(local.year % 100);
    case 'MMMM':
      return monthNames(language)(local.month);
    case 'MM':
      return two(local.month);
    case 'M':
      return String(local.month);
    case 'dd':
      return two(local.day);
    case 'd':
      return String(local.day);
    case 'EEEE':
      return dayNames(`${language} long`)(local.dayOfWeek);
    case 'EE':
      return dayNames(`${language} short`)(local.dayOfWeek);
    case 'HH':
      return time ? two(time.hour) : '';
    case 'H':
      return time ? String(time.hour) : '';
    default:
      return time ? two(time.minute) : '';
  }
}

const monthNames = kept((language: Language) => {
  const format = new Intl.DateTimeFormat(LOCALE[language], { day: 'numeric', month: 'long' });
  return kept((month: number) => {
    const parts = format.formatToParts(new Temporal.PlainDate(2024, month, 1));
    return withOrdinarySpaces(parts.find(({ type }) => type === 'month')?.value ?? '');
  });
});

const dayNames = kept((key: `${Language} ${'long' | 'short'}`) => {
  const [language, weekday] = key.startsWith('ru')
    ? (['ru', key === 'ru long' ? 'long' : 'short'] as const)
    : (['en', key === 'en long' ? 'long' : 'short'] as const);
  const format = new Intl.DateTimeFormat(LOCALE[language], { weekday });
  // 1 January 2024 was a Monday.
  return kept((day: number) => format.format(new Temporal.PlainDate(2024, 1, day)));
});
