import type { Language } from '../../texts/language.ts';
import { CITIES } from './zone-cities.ts';
import { zoneLabel } from './zone-names.ts';

export { zoneAt } from './zone-at.ts';
export { canonicalZone, isTimeZone, zoneLabel } from './zone-names.ts';
export { findZone, findZones } from './zone-search.ts';

/** A zone as a button offers it. */
export interface ZoneChoice {
  /** An IANA name. */
  readonly zone: string;
  readonly city: string;
  /** What the clocks show there: «14:05». */
  readonly time: string;
  /** «14:05 · Москва». */
  readonly label: string;
}

/** The zones in which most people live who speak the language, one for each way of keeping time. */
const LIKELY: Readonly<Record<Language, readonly string[]>> = {
  ru: [
    'Europe/London',
    'Europe/Berlin',
    'Europe/Kaliningrad',
    'Europe/Kyiv',
    'Europe/Moscow',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Novosibirsk',
    'Asia/Irkutsk',
    'Asia/Yakutsk',
    'Asia/Vladivostok',
    'Asia/Magadan',
    'Asia/Kamchatka',
  ],
  en: [
    'America/Los_Angeles',
    'America/Denver',
    'America/Chicago',
    'America/New_York',
    'America/Sao_Paulo',
    'Europe/London',
    'Europe/Berlin',
    'Europe/Athens',
    'Europe/Istanbul',
    'Asia/Dubai',
    'Asia/Kolkata',
    'Asia/Singapore',
    'Asia/Tokyo',
    'Australia/Sydney',
    'Pacific/Auckland',
  ],
};

/** Answers to «Сколько у вас сейчас?»: likely zones with what their clocks show, from west to east. */
export function zonesByLocalTime(now: Temporal.Instant, language: Language): readonly ZoneChoice[] {
  return LIKELY[language]
    .map((zone) => now.toZonedDateTimeISO(zone))
    .toSorted((first, second) => first.offsetNanoseconds - second.offsetNanoseconds)
    .map((local) => zoneChoice(local, language));
}

/**
 * The zones of known cities whose clocks show a time now, give or take ten minutes: a typed «14:05» is an answer
 * to «Сколько у вас сейчас?» too. The likeliest first.
 */
export function zonesShowing(
  time: Temporal.PlainTime,
  now: Temporal.Instant,
  language: Language,
): readonly ZoneChoice[] {
  const zones = new Set([...LIKELY[language], ...CITIES.map(({ zone }) => zone)]);
  return [...zones]
    .map((zone) => now.toZonedDateTimeISO(zone))
    .filter((local) => minutesApart(local.toPlainTime(), time) <= 10)
    .map((local) => zoneChoice(local, language));
}

function zoneChoice(local: Temporal.ZonedDateTime, language: Language): ZoneChoice {
  const city = zoneLabel(local.timeZoneId, language);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return { zone: local.timeZoneId, city, time, label: `${time} · ${city}` };
}

/** The shorter way round the clock. */
function minutesApart(first: Temporal.PlainTime, second: Temporal.PlainTime): number {
  const apart = Math.abs(first.until(second).total('minutes'));
  return Math.min(apart, 24 * 60 - apart);
}
