import type { Language } from '../../texts/language.ts';
import { FAR_CITIES } from './zone-cities-far.ts';
import { NEAR_CITIES } from './zone-cities-near.ts';

export interface City {
  readonly zone: string;
  readonly names: Readonly<Record<Language, string>>;
  /** Degrees; north and east are positive. */
  readonly latitude: number;
  readonly longitude: number;
  readonly aliases: readonly string[];
}

/** Sorted by how likely people are to mean them when they type a part of the name. */
export const CITIES: readonly City[] = [...NEAR_CITIES, ...FAR_CITIES].map(
  ([zone, ru, en, latitude, longitude, aliases]) => ({
    zone,
    names: { ru, en },
    latitude,
    longitude,
    aliases: aliases === undefined ? [] : aliases.split('|'),
  }),
);

/**
 * Names of the IANA database that `Intl` still gives in an older spelling. The present ones are used throughout:
 * a PostgreSQL on a system without the package of old names refuses those.
 */
export const RENAMED_ZONES: ReadonlyMap<string, string> = new Map([
  ['Africa/Asmera', 'Africa/Asmara'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['America/Catamarca', 'America/Argentina/Catamarca'],
  ['America/Coral_Harbour', 'America/Atikokan'],
  ['America/Cordoba', 'America/Argentina/Cordoba'],
  ['America/Godthab', 'America/Nuuk'],
  ['America/Indianapolis', 'America/Indiana/Indianapolis'],
  ['America/Jujuy', 'America/Argentina/Jujuy'],
  ['America/Louisville', 'America/Kentucky/Louisville'],
  ['America/Mendoza', 'America/Argentina/Mendoza'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
  ['Pacific/Ponape', 'Pacific/Pohnpei'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
]);
