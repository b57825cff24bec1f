import { LatelyUsed } from '../../platform/lately-used.ts';
import { momentAt } from '../../platform/moments.ts';
import { isBefore } from './moments.ts';
import { epochSeconds, wholeSecond, type Segment } from './segments.ts';

export * from './periods.ts';

/** From `from` until just before `to`. */
export interface InstantRange {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** What is known of the days of one zone: most people live in a few zones, and ask about a few days. */
class Zone {
  readonly days = new LatelyUsed<number, InstantRange>(200);
  /** The day that was asked for last, by the start of the day: nearly everybody asks about the present one. */
  readonly lastDays = new Map<number, InstantRange & { readonly day: Temporal.PlainDate }>();
}

const knownZones = new LatelyUsed<string, Zone>(300);

function knownOf(zone: string): Zone {
  const known = knownZones.get(zone);
  if (known) return known;
  const made = new Zone();
  knownZones.set(zone, made);
  return made;
}

/**
 * The moments of one local day: 23, 24 or 25 hours around a change of the clocks, none for a day that a zone
 * skipped altogether (Samoa, 30 December 2011).
 * @param dayStart minutes after midnight at which the person's day begins, 0–1439
 */
export function dayRange(date: Temporal.PlainDate, zone: string, dayStart: number): InstantRange {
  const { days } = knownOf(zone);
  // Every month may have 31 days here. A text for a key would have to be made first, and cost as much as all the rest.
  const key = ((date.year * 12 + date.month) * 31 + date.day) * 1440 + dayStart;
  const known = days.get(key);
  if (known) return known;
  const plainTime = new Temporal.PlainTime(Math.floor(dayStart / 60), dayStart % 60);
  const range = {
    from: startsAt(date, zone, plainTime),
    to: startsAt(date.add({ days: 1 }), zone, plainTime),
  };
  days.set(key, range);
  return range;
}

/** When a day begins in a zone. A clock change skips it or repeats it: then the moment just after, or the first. */
function startsAt(date: Temporal.PlainDate, zone: string, plainTime: Temporal.PlainTime): Temporal.Instant {
  return wholeSecond(date.toZonedDateTime({ timeZone: zone, plainTime }).toInstant());
}

/** The moments of all days from the first to the last, both included. */
export function daysRange(
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  zone: string,
  dayStart: number,
): InstantRange {
  return { from: dayRange(first, zone, dayStart).from, to: dayRange(last, zone, dayStart).to };
}

/**
 * The day whose `dayRange` holds the moment: with a day that starts at 05:00, two in the night is still yesterday. It is
 * the same object again and again, so that what follows from a day can be remembered by it.
 */
export function localDay(instant: Temporal.Instant, zone: string, dayStart: number): Temporal.PlainDate {
  const { lastDays } = knownOf(zone);
  const last = lastDays.get(dayStart);
  const { epochMilliseconds } = instant;
  if (last && epochMilliseconds >= last.from.epochMilliseconds && epochMilliseconds < last.to.epochMilliseconds)
    return last.day;
  const day = findLocalDay(instant, zone, dayStart);
  lastDays.set(dayStart, { day, ...dayRange(day, zone, dayStart) });
  return day;
}

function findLocalDay(instant: Temporal.Instant, zone: string, dayStart: number): Temporal.PlainDate {
  const clock = instant.toZonedDateTimeISO(zone).toPlainDateTime();
  let day = clock.subtract({ minutes: dayStart }).toPlainDate();
  // The clock alone misses by a day where it is set back across the start of a day.
  while (isBefore(instant, dayRange(day, zone, dayStart).from)) day = day.subtract({ days: 1 });
  while (!isBefore(instant, dayRange(day, zone, dayStart).to)) day = day.add({ days: 1 });
  return day;
}

/**
 * Active seconds of each local day, in order, by the day as `YYYY-MM-DD` (a `PlainDate` is no key: two of the
 * same day differ). The sum is exactly `activeSeconds(segments, now)`; days without a second are left out.
 */
export function splitByDay(
  segments: readonly Segment[],
  zone: string,
  dayStart: number,
  now: Temporal.Instant,
): Map<string, number> {
  const days = new Map<string, number>();
  let day: Temporal.PlainDate | null = null;
  let dayEnd = -Infinity;
  for (const segment of segments) {
    const end = epochSeconds(segment.to ?? now);
    let from = epochSeconds(segment.from);
    while (from < end) {
      // Most stretches lie in the day of the one before, whose end is known already.
      if (day === null || from >= dayEnd) {
        day = localDay(momentAt(from), zone, dayStart);
        dayEnd = epochSeconds(dayRange(day, zone, dayStart).to);
      }
      const until = Math.min(end, dayEnd);
      const key = day.toString();
      days.set(key, (days.get(key) ?? 0) + until - from);
      from = until;
    }
  }
  return days;
}
