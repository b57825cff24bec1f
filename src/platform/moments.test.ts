import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { momentAt, momentText, readMoment } from './moments.ts';

const second = fc.integer({ min: -1_000, max: 4_000_000_000 });
/** Nanoseconds. */
const part = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 999_999_999n }));

it('gives everybody the same object for a second', () => {
  fc.assert(
    fc.property(second, (given) => {
      const moment = momentAt(given);
      expect(moment.epochMilliseconds).toBe(given * 1000);
      expect(momentAt(given)).toBe(moment);
    }),
  );
});

it('spells out and reads what Temporal does, parts of a second included, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(second, part), { minLength: 1 }), (given) => {
      for (const [whole, nanoseconds] of given) {
        const moment = Temporal.Instant.fromEpochNanoseconds(BigInt(whole) * 1_000_000_000n + nanoseconds);
        momentAt(whole);
        const text = moment.toString();
        expect(momentText(moment)).toBe(text);
        expect(momentText(momentAt(whole))).toBe(momentAt(whole).toString());
        const asServersWrite = text.replace('T', ' ').replace('Z', '+00');
        for (const written of [text, asServersWrite, text]) expect(readMoment(written).equals(moment)).toBe(true);
      }
    }),
  );
});

it('reads a moment with an offset, and refuses what is none', () => {
  expect(momentText(readMoment('2026-11-22T14:05:00+03:00'))).toBe('2026-11-22T11:05:00Z');
  expect(() => readMoment('yesterday')).toThrow(RangeError);
});

it('still knows the text of a moment that was forgotten', () => {
  const moment = momentAt(1);
  for (let other = 2; other < 20_000; other += 1) momentAt(other);
  expect(momentText(moment)).toBe('1970-01-01T00:00:01Z');
  expect(momentAt(1).equals(moment)).toBe(true);
});
