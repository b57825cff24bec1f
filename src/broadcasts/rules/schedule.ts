/** When a broadcast goes out. */
import { canonicalZone } from '../../people/rules/zones.ts';

/** No clock on Earth is further ahead of UTC, and none further behind. */
const [firstZone, lastZone] = ['+14:00', '-12:00'];

/** When it is some local time for the first people on Earth. */
export function earliest(local: Temporal.PlainDateTime): Temporal.Instant {
  return local.toZonedDateTime(firstZone).toInstant();
}

/** When it is some local time for the last people on Earth. */
export function latest(local: Temporal.PlainDateTime): Temporal.Instant {
  return local.toZonedDateTime(lastZone).toInstant();
}

/**
 * When it is some local time for people in a zone. What their clocks leave out when summer time begins is an hour
 * later, and what they show twice is taken the first time.
 *
 * @throws {RangeError} for a zone nobody knows.
 */
export function dueIn(timeZone: string, local: Temporal.PlainDateTime): Temporal.Instant {
  return local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
}

/**
 * Tells when something is due for people of each zone.
 *
 * @param localText as `readLocal` takes it; null: now, for everybody.
 * @param defaultZone of people who never said, or whose zone nobody knows any more.
 */
export function createDue(
  localText: string | null,
  defaultZone: string,
  now: Temporal.Instant,
): (timeZone: string | null) => Temporal.Instant {
  const local = localText === null ? null : readLocal(localText);
  const known = new Map<string, Temporal.Instant>();
  return (timeZone) => {
    if (local === null) return now;
    const zone = timeZone ?? defaultZone;
    const due = known.get(zone) ?? dueIn(canonicalZone(zone) ?? defaultZone, local);
    known.set(zone, due);
    return due;
  };
}

/** A local time as `2026-11-30T10:00`; null for a day or an hour that no calendar has. */
export function readLocal(text: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}
