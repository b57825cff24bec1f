import { LANGUAGES, type Language } from '../../texts/language.ts';
import { CITIES } from './zone-cities.ts';
import { canonicalZone, placeOf, zoneLabel } from './zone-names.ts';
import { readOffset } from './zone-offsets.ts';
import { ZONE_POINTS } from './zone-points.ts';

export interface ZoneMatch {
  /** An IANA name. */
  readonly zone: string;
  /** What it was found by, in the person's language. */
  readonly city: string;
}

interface Entry {
  readonly zone: string;
  readonly names: Readonly<Record<Language, string>>;
  /** All names and aliases as `plain` makes them. */
  readonly keys: readonly string[];
}

const LONGEST = 64;
const MOST_MATCHES = 6;
/** Shorter words are too near to each other for a guess. */
const SHORTEST_GUESS = 5;

const ENTRIES: readonly Entry[] = [
  ...CITIES.map(({ zone, names, aliases }) => ({
    zone,
    names,
    keys: [...LANGUAGES.map((language) => names[language]), ...aliases].map(plain),
  })),
  ...ZONE_POINTS.map(([zone]) => {
    const name = placeOf(zone);
    return { zone, names: { ru: name, en: name }, keys: [plain(name)] };
  }),
];

/** From the surest to the least sure. */
const WAYS: readonly ((key: string, typed: string) => boolean)[] = [
  (key, typed) => key === typed,
  (key, typed) => key.startsWith(typed),
  (key, typed) => key.includes(` ${typed}`),
  (key, typed) => typed.length >= SHORTEST_GUESS && isOneSlipApart(key, typed),
];

/**
 * The zones a person may mean by a city, a country of one zone, a shift or an IANA name, in Russian or English:
 * «Казань», «мск», "new york", «UTC+5», «МСК+2», «Europe/Moscow». A part of a name from its beginning will do, and
 * so will one slip of the finger. One entry a zone, the likeliest first, at most six; none if nothing is like it.
 */
export function findZones(text: string, language: Language): readonly ZoneMatch[] {
  if (text.length > LONGEST) return [];
  const named = readOffset(text) ?? (text.includes('/') ? canonicalZone(text.trim()) : null);
  if (named !== null) return [{ zone: named, city: zoneLabel(named, language) }];
  const typed = plain(text);
  if (typed.length < 2) return [];
  for (const isLike of WAYS) {
    const found = new Map<string, ZoneMatch>();
    for (const { zone, names, keys } of ENTRIES) {
      if (!found.has(zone) && keys.some((key) => isLike(key, typed))) found.set(zone, { zone, city: names[language] });
    }
    if (found.size > 0) return [...found.values()].slice(0, MOST_MATCHES);
  }
  return [];
}

/** The one zone that fits; null where none does, or several do and the person has to choose. */
export function findZone(text: string): string | null {
  const [first, ...others] = findZones(text, 'en');
  return first === undefined || others.length > 0 ? null : first.zone;
}

/** Letters and figures only, small, without accents: «Ё» is «е» and «é» is "e". */
function plain(text: string): string {
  const letters = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return letters.replaceAll(/[^\p{L}\d]+/gu, ' ').trim();
}

/** Whether one letter is wrong, missing or too much, or two neighbours have changed places. */
function isOneSlipApart(first: string, second: string): boolean {
  const [long, short] = first.length >= second.length ? [first, second] : [second, first];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && long[same] === short[same]) same += 1;
  const rest = long.slice(same + 1);
  if (long.length > short.length) return rest === short.slice(same);
  const isSwapped = long[same] === short[same + 1] && long[same + 1] === short[same];
  return rest === short.slice(same + 1) || (isSwapped && long.slice(same + 2) === short.slice(same + 2));
}
