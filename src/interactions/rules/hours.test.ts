import { expect, it } from 'vitest';
import { hoursOfWeek } from './hours.ts';

const bound = (text: string) => Temporal.ZonedDateTime.from(text).toInstant();

it('S2 hours are those of the place, on the days when its clocks are changed as well', () => {
  const zone = 'Europe/Berlin';
  const range = { from: bound('2026-10-24T00:00[Europe/Berlin]'), to: bound('2026-10-26T00:00[Europe/Berlin]'), zone };
  const { bounds, hours } = hoursOfWeek(range);
  expect(bounds).toHaveLength(50);
  expect(hours).toHaveLength(49);
  expect(hours.slice(24, 28)).toEqual([0, 1, 2, 2].map((hour) => ({ weekday: 7, hour })));
  for (const [place, { weekday, hour }] of hours.entries()) {
    const local = Temporal.Instant.fromEpochMilliseconds((bounds[place] ?? 0) * 1000).toZonedDateTimeISO(zone);
    expect([weekday, hour]).toEqual([local.dayOfWeek, local.hour]);
  }
});

it('S2 a range that begins within an hour begins with the rest of it', () => {
  const range = { from: bound('2026-11-22T10:15[UTC]'), to: bound('2026-11-22T12:00[UTC]'), zone: 'UTC' };
  expect(hoursOfWeek(range)).toEqual({
    bounds: [range.from, bound('2026-11-22T11:00[UTC]'), range.to].map((at) => at.epochMilliseconds / 1000),
    hours: [
      { weekday: 7, hour: 10 },
      { weekday: 7, hour: 11 },
    ],
  });
});
