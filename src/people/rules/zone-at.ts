import { CITIES } from './zone-cities.ts';
import { ZONE_POINTS } from './zone-points.ts';

interface Place {
  readonly zone: string;
  readonly latitude: number;
  readonly longitude: number;
}

const PLACES: readonly Place[] = [
  ...CITIES,
  ...ZONE_POINTS.map(([zone, latitude, longitude]) => ({ zone, latitude, longitude })),
];

/**
 * The zone of the nearest known place, for a shared location. Good enough to fill in a setting that is shown and
 * can be changed: near a border the nearest city may lie across it. An exact answer would take the borders
 * themselves, which are tens of megabytes.
 * @param latitude degrees, north is positive
 * @param longitude degrees, east is positive
 */
export function zoneAt(latitude: number, longitude: number): string {
  let zone = 'UTC';
  let closest = -Infinity;
  for (const place of PLACES) {
    const closeness = cosineBetween(latitude, longitude, place);
    if (closeness > closest) {
      closest = closeness;
      zone = place.zone;
    }
  }
  return zone;
}

/** Of the angle between two places as the Earth's centre sees them: the larger, the nearer they are. */
function cosineBetween(latitude: number, longitude: number, place: Place): number {
  const [here, there] = [radians(latitude), radians(place.latitude)];
  const turn = Math.cos(radians(longitude - place.longitude));
  return Math.sin(here) * Math.sin(there) + Math.cos(here) * Math.cos(there) * turn;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
