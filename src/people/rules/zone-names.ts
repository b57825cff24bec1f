import type { Language } from '../../texts/language.ts';
import { RENAMED_ZONES } from '../../texts/renamed-zones.ts';
import { CITIES, type City } from './zone-cities.ts';
import { offsetLabel } from './zone-offsets.ts';

/** Region and city, or a name like UTC. Shifts like «+05:00» are none: PostgreSQL reads their sign the other way. */
const ZONE_NAME = /^[A-Za-z][\w+-]{1,31}(?:\/[\w+-]{1,31}){0,2}$/;

/** The present IANA name of a zone, in whatever case and spelling it comes; null for what is none. Store this one. */
export function canonicalZone(text: string): string | null {
  if (!ZONE_NAME.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    return RENAMED_ZONES.get(timeZone) ?? timeZone;
  } catch {
    return null;
  }
}

export function isTimeZone(text: string): boolean {
  return canonicalZone(text) !== null;
}

/** The city that gives a zone its name is the first of its cities. */
const NAMESAKES: ReadonlyMap<string, City> = new Map(CITIES.toReversed().map((city) => [city.zone, city]));

/** «Москва», "Moscow", «UTC+5»; for a zone without a city of ours the place in its name. */
export function zoneLabel(zone: string, language: Language): string {
  const city = NAMESAKES.get(RENAMED_ZONES.get(zone) ?? zone);
  return city?.names[language] ?? offsetLabel(zone) ?? placeOf(zone);
}

/** «Argentina/Rio_Gallegos» names Rio Gallegos. */
export function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}
