import type { Range } from './range.ts';

interface HourOfWeek {
  /** 1 is Monday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
}

/** A range cut at every full hour there, and which hour of the week each part is. */
export interface HoursOfWeek {
  /** Seconds since 1970, as in `Steps`. */
  readonly bounds: readonly number[];
  readonly hours: readonly HourOfWeek[];
}

const hourLength = 3_600;

/**
 * Cuts a range into local hours. A day of the usual length is cut by adding: to ask the calendar for each of a year's
 * hours takes longer than counting what happened in them. The days on which clocks are changed are asked about.
 */
export function hoursOfWeek({ from, to, zone }: Range): HoursOfWeek {
  const bounds: number[] = [];
  const hours: HourOfWeek[] = [];
  const [first, end] = [from.epochMilliseconds / 1000, to.epochMilliseconds / 1000];
  let day = from.toZonedDateTimeISO(zone).toPlainDate();
  for (let start = startOf(day, zone); start < end;) {
    day = day.add({ days: 1 });
    const next = startOf(day, zone);
    const weekday = ((day.dayOfWeek + 5) % 7) + 1;
    for (let at = start; at < next; at += hourLength) {
      if (at + hourLength <= first || at >= end) continue;
      const isUsual = next - start === 24 * hourLength;
      bounds.push(Math.max(at, first));
      hours.push({ weekday, hour: isUsual ? (at - start) / hourLength : hourAt(at, zone) });
    }
    start = next;
  }
  return { bounds: [...bounds, end], hours };
}

function startOf(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds / 1000;
}

function hourAt(seconds: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone).hour;
}
