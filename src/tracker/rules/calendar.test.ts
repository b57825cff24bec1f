import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayRange, daysRange, localDay, periodRange, previousPeriod, splitByDay } from './calendar.ts';
import { activeSeconds, type Segment } from './segments.ts';

const day = (date: string) => Temporal.PlainDate.from(date);
const hours = ({ from, to }: { from: Temporal.Instant; to: Temporal.Instant }) => from.until(to).total('hours');
const stretch = (from: string, to: string): Segment => ({
  from: Temporal.Instant.from(from),
  to: Temporal.Instant.from(to),
});
const NOW = Temporal.Instant.from('2025-11-22T12:00:00Z');

/** Zones that do unlike things to their clocks, each with a year in which it did. */
const CHANGES = [
  ['Europe/Berlin', 2025],
  ['America/New_York', 2025],
  ['Australia/Lord_Howe', 2025],
  ['Asia/Kolkata', 2025],
  ['Africa/Casablanca', 2025],
  ['America/Sao_Paulo', 2018],
  ['America/St_Johns', 2010],
  ['Pacific/Apia', 2011],
  ['Asia/Kathmandu', 1986],
  ['Europe/Moscow', 2014],
] as const;

const place = fc.constantFrom(...CHANGES);
const dayStart = fc.constantFrom(0, 1, 60, 120, 150, 180, 300, 719, 1439);
/** A second of the year in question, with the days around New Year. */
const momentOf = (year: number) =>
  fc
    .integer({ min: -86_400, max: 367 * 86_400 })
    .map((second) => Temporal.Instant.from(`${year}-01-01T00:00:00Z`).add({ seconds: second }));
const here = place.chain(([zone, year]) =>
  fc.record({ zone: fc.constant(zone), dayStart, moments: fc.array(momentOf(year), { minLength: 2, maxLength: 8 }) }),
);
const days = place.chain(([zone, year]) =>
  fc.record({
    zone: fc.constant(zone),
    dayStart,
    date: momentOf(year).map((at) => at.toZonedDateTimeISO('UTC').toPlainDate()),
  }),
);

describe('days', () => {
  it('T6 a day lasts 23 hours in spring and 25 in autumn', () => {
    expect(hours(dayRange(day('2025-03-30'), 'Europe/Berlin', 0))).toBe(23);
    expect(hours(dayRange(day('2025-10-26'), 'Europe/Berlin', 0))).toBe(25);
    expect(hours(dayRange(day('2025-10-27'), 'Europe/Berlin', 0))).toBe(24);
    expect(hours(dayRange(day('2025-10-05'), 'Australia/Lord_Howe', 0))).toBe(23.5);
  });

  it('T6 a day that begins at a time the clock skips begins just after the gap', () => {
    expect(dayRange(day('2025-03-30'), 'Europe/Berlin', 150).from.toString()).toBe('2025-03-30T01:30:00Z');
    expect(dayRange(day('2018-11-04'), 'America/Sao_Paulo', 0).from.toString()).toBe('2018-11-04T03:00:00Z');
  });

  it('T6 a day that begins at a time the clock shows twice begins at the first', () => {
    expect(dayRange(day('2025-10-26'), 'Europe/Berlin', 150).from.toString()).toBe('2025-10-26T00:30:00Z');
    expect(localDay(Temporal.Instant.from('2025-10-26T01:15:00Z'), 'Europe/Berlin', 150)).toEqual(day('2025-10-26'));
  });

  it('T6 a day that a zone skipped has no moment', () => {
    expect(hours(dayRange(day('2011-12-30'), 'Pacific/Apia', 0))).toBe(0);
  });

  it('T6 before the day begins it is still the day before', () => {
    const night = Temporal.Instant.from('2025-11-22T23:30:00Z');
    expect(localDay(night, 'Europe/Moscow', 0)).toEqual(day('2025-11-23'));
    expect(localDay(night, 'Europe/Moscow', 300)).toEqual(day('2025-11-22'));
  });

  it.each(['2025-03-29', '2025-10-25'])('T6 what is remembered of a day ends with it, also from %s on', (first) => {
    const start = day(first).toZonedDateTime('Europe/Berlin').toInstant();
    for (let minutes = 0; minutes < 4 * 1440; minutes += 15) {
      const moment = start.add({ minutes });
      const onWall = moment.toZonedDateTimeISO('Europe/Berlin').toPlainDate();
      const today = localDay(moment, 'Europe/Berlin', 0);
      expect(today).toEqual(onWall);
      const { from } = periodRange('today', { today, weekStart: 1 });
      const { to } = previousPeriod('today', { today, weekStart: 1 }) ?? {};
      expect([from, to]).toEqual([onWall, onWall.subtract({ days: 1 })]);
    }
  });

  it('T6 every moment lies in exactly the day it is given', () => {
    fc.assert(
      fc.property(here, ({ zone, dayStart: starts, moments }) => {
        for (const moment of moments) {
          const { from, to } = dayRange(localDay(moment, zone, starts), zone, starts);
          expect(Temporal.Instant.compare(from, moment)).toBeLessThanOrEqual(0);
          expect(Temporal.Instant.compare(moment, to)).toBeLessThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('T6 days follow each other without a gap, and a range of days is the days in it', () => {
    fc.assert(
      fc.property(days, ({ zone, dayStart: starts, date }) => {
        const range = dayRange(date, zone, starts);
        const next = dayRange(date.add({ days: 1 }), zone, starts);
        expect(range.to).toEqual(next.from);
        expect(hours(range)).toBeGreaterThanOrEqual(0);
        expect(daysRange(date, date.add({ days: 1 }), zone, starts)).toEqual({ from: range.from, to: next.to });
      }),
    );
  });
});

describe('a session over days', () => {
  it('T6 a session across midnight counts in each day for its part', () => {
    const session = [stretch('2025-11-21T20:30:00Z', '2025-11-21T22:15:00Z')];
    expect([...splitByDay(session, 'Europe/Moscow', 0, NOW)]).toEqual([
      ['2025-11-21', 1800],
      ['2025-11-22', 4500],
    ]);
    expect([...splitByDay(session, 'Europe/Moscow', 300, NOW)]).toEqual([['2025-11-21', 6300]]);
  });

  it('T6 the night in which an hour repeats has all its seconds', () => {
    const night = [stretch('2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z')];
    expect([...splitByDay(night, 'Europe/Berlin', 0, NOW)]).toEqual([['2025-10-26', 25 * 3600]]);
  });

  it('T6 a stretch that is still open counts up to now, and none of it before it began', () => {
    const open: Segment = { from: NOW.subtract({ seconds: 90 }), to: null };
    expect([...splitByDay([open], 'UTC', 0, NOW)]).toEqual([['2025-11-22', 90]]);
    expect([...splitByDay([{ from: NOW, to: null }], 'UTC', 0, NOW.subtract({ hours: 1 }))]).toEqual([]);
  });

  it('T6 the days of any session add up to its active seconds, each second in its own day', () => {
    fc.assert(
      fc.property(here, ({ zone, dayStart: starts, moments }) => {
        const edges = moments.toSorted((first, second) => Temporal.Instant.compare(first, second));
        const segments = edges.flatMap((from, index) =>
          index % 2 === 0 ? [{ from, to: edges[index + 1] ?? null }] : [],
        );
        const end = (edges.at(-1) ?? NOW).add({ hours: 7 });
        const split = splitByDay(segments, zone, starts, end);
        const total = split.values().reduce((sum, seconds) => sum + seconds, 0);
        expect(total).toBe(activeSeconds(segments, end));
        for (const [date, seconds] of split)
          expect(seconds).toBeLessThanOrEqual(hours(dayRange(day(date), zone, starts)) * 3600);
        expect([...split.keys()]).toEqual([...split.keys()].toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
