import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cover, partByDay } from './cover.ts';

const quarter = 900;
const spans = [86_400, 21_600, 3_600, 900];

/** Bounds on quarters of an hour, within some days. */
const bounds = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 * 9 }), { minLength: 2, maxLength: 6 })
  .map((quarters) => quarters.toSorted((one, other) => one - other).map((one) => one * quarter));
const hours = fc.integer({ min: 0, max: 24 * 10 }).map((hour) => hour * 3_600);

it('S2 spans and rows cover every step once, and spans nothing that is open', () => {
  fc.assert(
    fc.property(bounds, hours, fc.constantFrom(spans, spans.slice(0, 2)), (steps, until, of) => {
      const { pieces, rest } = cover(steps, until, of);
      const parts = [...pieces.map(({ step, at, span }) => ({ step, from: at, to: at + span })), ...rest].toSorted(
        (one, other) => one.from - other.from,
      );
      for (const [step, from] of steps.slice(0, -1).entries()) {
        let at = from;
        for (const part of parts.filter((one) => one.step === step)) {
          expect(part.from).toBe(at);
          at = part.to;
        }
        expect(at).toBe(steps[step + 1]);
      }
      for (const { at, span } of pieces) expect([at % span, at + span <= until]).toEqual([0, true]);
    }),
  );
});

it('S2 a local day is a handful of spans', () => {
  const day = 20_000 * 86_400;
  // From 21 o'clock of UTC, as in Moscow, and from a quarter past six in the evening, as in Kathmandu.
  expect(cover([day + 75_600, day + 162_000], Infinity, spans).pieces).toHaveLength(9);
  expect(cover([day + 65_700, day + 152_100], Infinity, spans).pieces).toHaveLength(12);
});

it('S2 long spans are taken where they are there, and shorter ones in their place where they are not yet', () => {
  const [long, day] = [345_600, 86_400];
  const at = (days: number) => 20_000 * day + days * day;
  const cut = (gathered: number) =>
    cover([at(0), at(9)], at(9), [long, day], (span) => (span === long ? gathered : at(9))).pieces.map(
      (one) => one.span,
    );
  expect(cut(at(9))).toEqual([long, long, day]);
  expect(cut(at(4))).toEqual([long, day, day, day, day, day]);
  expect(cut(0)).toEqual(Array.from({ length: 9 }, () => day));
});

it('S2 days of UTC cover what is closed once', () => {
  fc.assert(
    fc.property(bounds, hours, (steps, until) => {
      const parts = partByDay(steps, until);
      const quarters = parts.flatMap(({ day, before, last }) =>
        Array.from({ length: last - before }, (_, place) => day * 96 + before + 1 + place),
      );
      const [first = 0, end = 0] = [steps[0], steps.at(-1)];
      const wanted = Math.max(0, Math.min(end, until) - first) / quarter;
      expect(quarters).toEqual(Array.from({ length: wanted }, (_, place) => first / quarter + place));
    }),
  );
});
