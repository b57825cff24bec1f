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
