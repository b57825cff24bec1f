import type { Unit } from '../schema.ts';

/** What is asked about: from one moment to just before another, counted in the days and hours of a zone. */
export interface Range {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  /** An IANA name. */
  readonly zone: string;
}

/** Why a range cannot be answered, by the field that is to blame. */
export interface RangeFault {
  readonly field: 'from' | 'to' | 'unit';
  readonly message: string;
}

/** Days of a range unless something else is asked for. */
const usualDays = 30;
/** Days of the longest one: five years, as long as rows are kept by default. */
const mostDays = 5 * 366;
/** Steps of a chart that anybody can still read. */
const mostSteps: Readonly<Record<Unit, number>> = { hour: 750, day: mostDays, week: 300, month: 100 };
const [firstDay, lastDay] = ['2000-01-01', '2100-01-01'].map((day) => Temporal.PlainDate.from(day));

/**
 * The range between two bounds, each a day or a moment: days are whole, the last one included. Moments are widened to
 * full quarters of an hour, the finest that is kept.
 */
export function readRange(
  bounds: { readonly from?: string | undefined; readonly to?: string | undefined },
  { now, zone }: { readonly now: Temporal.Instant; readonly zone: string },
): Range | RangeFault {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const to = readBound(bounds.to ?? today.toString(), { zone, days: 1, roundingMode: 'ceil' });
  const last = to.toZonedDateTimeISO(zone);
  const from =
    bounds.from === undefined
      ? last.subtract({ days: usualDays }).toInstant()
      : readBound(bounds.from, { zone, days: 0, roundingMode: 'floor' });
  for (const [field, bound] of Object.entries({ from, to } as const)) {
    const day = bound.toZonedDateTimeISO('UTC').toPlainDate();
    if (firstDay && lastDay && (isBefore(day, firstDay) || isBefore(lastDay, day)))
      return { field: field === 'from' ? 'from' : 'to', message: 'must lie between 2000 and 2100' };
  }
  if (Temporal.Instant.compare(from, to) >= 0) return { field: 'to', message: 'must lie behind from' };
  if (hoursBetween(from, to) > mostDays * 24)
    return { field: 'from', message: 'must lie five years before to at most' };
  return { from, to, zone };
}

/** A unit, of those there are, in which the range has a few dozen steps. They are given from the shortest on. */
export function usualUnit<One extends Unit>({ from, to }: Range, units: readonly [One, ...One[]]): One {
  const days = hoursBetween(from, to) / 24;
  const most: Readonly<Record<Unit, number>> = { hour: 2, day: 92, week: 400, month: Infinity };
  return units.find((unit) => days <= most[unit]) ?? units.at(-1) ?? units[0];
}

/** The range of the same length that ends where this one begins. Days stay days where the clocks were changed. */
export function previousRange({ from, to, zone }: Range): Range {
  const [first, last] = [from.toZonedDateTimeISO(zone), to.toZonedDateTimeISO(zone)];
  const isOfDays = [first, last].every((bound) => bound.equals(bound.startOfDay()));
  const length = isOfDays ? first.until(last, { largestUnit: 'days' }) : from.until(to);
  return { from: first.subtract(length).toInstant(), to: from, zone };
}

/**
 * Where the steps of a range begin, and behind the last one where it ends. Steps are those of the calendar there, weeks
 * from Monday, so that the first and the last may be shorter.
 *
 * @returns a fault where there would be too many.
 */
export function cutRange({ from, to, zone }: Range, unit: Unit): readonly Temporal.Instant[] | RangeFault {
  const bounds = [from];
  for (const start of startsOf(from.toZonedDateTimeISO(zone), unit)) {
    if (Temporal.Instant.compare(start, to) >= 0) return [...bounds, to];
    if (Temporal.Instant.compare(start, from) > 0) bounds.push(start);
    if (bounds.length > mostSteps[unit]) break;
  }
  return { field: 'unit', message: `makes more than ${mostSteps[unit]} steps; choose a longer one or a shorter range` };
}

/** A moment as it is said in its zone: `2026-11-22T00:00:00+03:00`. */
export function localText(moment: Temporal.Instant, zone: string): string {
  return moment.toString({ timeZone: zone, smallestUnit: 'second' });
}

function* startsOf(first: Temporal.ZonedDateTime, unit: Unit): Generator<Temporal.Instant> {
  if (unit === 'hour') {
    const hour = first.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    for (let hours = 0; ; hours += 1) yield hour.add({ hours }).toInstant();
  }
  const day = first.toPlainDate();
  const start =
    unit === 'month' ? day.with({ day: 1 }) : unit === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : day;
  for (let steps = 0; ; steps += 1)
    yield start
      .add({ [`${unit}s`]: steps })
      .toZonedDateTime(first.timeZoneId)
      .toInstant();
}

function readBound(
  text: string,
  {
    zone,
    days,
    roundingMode,
  }: { readonly zone: string; readonly days: number; readonly roundingMode: 'ceil' | 'floor' },
): Temporal.Instant {
  if (!text.includes('T')) return Temporal.PlainDate.from(text).add({ days }).toZonedDateTime(zone).toInstant();
  return Temporal.Instant.from(text).round({ smallestUnit: 'minute', roundingIncrement: 15, roundingMode });
}

function isBefore(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) < 0;
}

function hoursBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;
}
