import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDay } from './calendar.ts';
import { dayNumber, dayNumbersIn } from './day-numbers.ts';
import { epochSeconds } from './segments.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'Europe/Moscow',
] as const;
const [from, to] = ['2008-01-01T00:00:00Z', '2027-01-01T00:00:00Z'].map((at) => Temporal.Instant.from(at));
if (!from || !to) throw new Error('two moments');
/** Any second, and those around the changes of clocks, where days are missing or longer. */
const second = fc.oneof(
  fc.integer({ min: epochSeconds(from), max: epochSeconds(to) }),
  fc
    .constantFrom('2011-12-30T10:00:00Z', '2018-11-04T03:00:00Z', '2025-10-26T01:00:00Z', '2025-03-30T01:00:00Z')
    .chain((change) =>
      fc.integer({ min: -90_000, max: 90_000 }).map((off) => epochSeconds(Temporal.Instant.from(change)) + off),
    ),
);

describe('numbers of local days', () => {
  it('T6 are those of the days that the calendar finds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(0, 1, 150, 300, 1439),
        fc.array(second, { maxLength: 20 }),
        (zone, dayStart, seconds) => {
          const numberOf = dayNumbersIn(zone, dayStart);
          for (const at of seconds)
            expect(numberOf(at)).toBe(
              dayNumber(localDay(Temporal.Instant.fromEpochMilliseconds(at * 1000), zone, dayStart)),
            );
        },
      ),
      { numRuns: 300 },
    );
  });
});
