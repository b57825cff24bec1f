/** Time zones under the names that people look for. */
import { RENAMED_ZONES } from '../../../src/texts/renamed-zones.ts';

/** A zone under its name of today. */
export const currentZone = (zone: string): string => RENAMED_ZONES.get(zone) ?? zone;

/** All that can be chosen, in order; UTC is among them, which browsers leave out. */
export const zones: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone').map(currentZone), 'UTC']),
].toSorted();

/** The browser’s own. */
export const ownZone = currentZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
