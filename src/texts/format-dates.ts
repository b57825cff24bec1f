import { momentAt } from '../platform/moments.ts';
import { kept } from './intl.ts';
import type { Language } from './language.ts';

// British English puts the day first, as the rest of the texts do.
const LOCALE = { ru: 'ru', en: 'en-GB' } as const;
const namesOfDays = kept((language: Language) => {
  const format = new Intl.DateTimeFormat(LOCALE[language], { day: 'numeric', month: 'long' });
  // Of a leap year, so that 29 February has a name too.
  return kept((key: number) => format.format(new Temporal.PlainDate(2024, Math.floor(key / 100), key % 100)));
});

/** «22 ноября», "22 November". */
function dayAndMonth({ month, day }: Temporal.PlainDate, language: Language): string {
  return namesOfDays(language)(month * 100 + day);
}

interface Today {
  /** The day on which it is read: the year is left out where it is this one. */
  readonly today: Temporal.PlainDate;
}

/** A minute on the clocks of each zone: the same few are shown to many people. */
const minutesIn = kept((zone: string) =>
  kept((minute: number) => {
    const local = momentAt(minute * 60).toZonedDateTimeISO(zone);
    const date = local.toPlainDate();
    return { date, day: date.toString(), time: local.toPlainTime().toString({ smallestUnit: 'minute' }) };
  }),
);

interface OnClock {
  readonly date: Temporal.PlainDate;
  /** The date as text: to compare two of them takes a hundredth of what two dates take. */
  readonly day: string;
  readonly time: string;
}

/** Since 1972 every zone is whole minutes away from UTC, so that a minute begins everywhere at once. */
function onClock(instant: Temporal.Instant, zone: string): OnClock {
  return minutesIn(zone)(Math.floor(instant.epochMilliseconds / 60_000));
}

/** «14:05» in both languages, in the given zone. */
export function formatTime(instant: Temporal.Instant, zone: string): string {
  return onClock(instant, zone).time;
}

/** «22 ноября», "22 November"; with the year where it is another: «22 ноября 2024». */
export function formatDate(date: Temporal.PlainDate, language: Language, { today }: Today): string {
  const text = dayAndMonth(date, language);
  return date.year === today.year ? text : `${text} ${date.year}`;
}

/** «22 ноября», «1–7 ноября», «28 октября – 3 ноября», «28 декабря 2024 – 3 января 2025»: each part said once. */
export function formatDateRange(
  { from, to }: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
  language: Language,
  { today }: Today,
): string {
  const end = formatDate(to, language, { today });
  if (from === to || from.equals(to)) return end;
  if (from.year !== to.year)
    return `${dayAndMonth(from, language)} ${from.year} – ${dayAndMonth(to, language)} ${to.year}`;
  return from.month === to.month ? `${from.day}–${end}` : `${dayAndMonth(from, language)} – ${end}`;
}

/** «14:05»; on another day than `now`'s in that zone with the date before it: «22 ноября, 14:05». */
export function formatMoment(
  instant: Temporal.Instant,
  zone: string,
  language: Language,
  { now }: { readonly now: Temporal.Instant },
): string {
  const { date, day, time } = onClock(instant, zone);
  const present = onClock(now, zone);
  return day === present.day ? time : `${formatDate(date, language, { today: present.date })}, ${time}`;
}
