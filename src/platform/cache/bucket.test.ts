import { array, assert, integer, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { fullBucket, spend, spendUpTo } from './bucket.ts';

const rules = record({ rate: integer({ min: 1, max: 100 }), burst: integer({ min: 1, max: 400 }) });
const pauses = array(integer({ min: 0, max: 3_000 }), { maxLength: 200 });

it('B5 never gives more than the burst and what came back since', () => {
  assert(
    property(rules, pauses, (limits, waits) => {
      const bucket = fullBucket(limits, 0);
      let [now, given] = [0, 0];
      for (const wait of waits) {
        now += wait;
        if (spend(bucket, limits, now) === 'spent') given += 1;
        expect(given).toBeLessThanOrEqual(limits.burst + (now * limits.rate) / 1_000 + 1e-6);
      }
    }),
  );
});

it('B5 gives everything that comes back to who takes it in time', () => {
  const limits = { rate: 5, burst: 20 };
  const bucket = fullBucket(limits, 0);
  const answers = Array.from({ length: 600 }, (_, place) => spend(bucket, limits, place * 10));
  // Six seconds at a hundred a second.
  expect(answers.filter((spent) => spent === 'spent').length).toBe(20 + 29);
  expect(answers.filter((spent) => spent === 'told_now').length).toBe(1);
});

it('B5 says again that it is empty only when it has been half full since', () => {
  const limits = { rate: 1, burst: 4 };
  const told = (at: readonly number[]): string[] => {
    const bucket = fullBucket(limits, 0);
    return at.map((now) => spend(bucket, limits, now));
  };
  expect(told([0, 0, 0, 0, 0, 1_000, 1_000])).toEqual([...Array(4).fill('spent'), 'told_now', 'spent', 'empty']);
  expect(told([0, 0, 0, 0, 0, 2_000, 2_000, 2_000]).slice(-2)).toEqual(['spent', 'told_now']);
});

it('B5 holds its ground when the clock steps back', () => {
  const limits = { rate: 10, burst: 10 };
  const bucket = fullBucket(limits, 5_000);
  expect(spendUpTo(bucket, limits, { wanted: 10, now: 5_000 })).toBe(10);
  expect(spend(bucket, limits, 1_000)).toBe('told_now');
});
