import { describe, expect, it } from 'vitest';
import { givenUpAfter, hasArrived, pauseAfter } from './retry.ts';

describe('C8 a delivery that did not arrive', () => {
  it('is tried again after pauses that double, up to an hour', () => {
    expect([1, 2, 3, 4].map((attempts) => pauseAfter(attempts, 1))).toEqual([5, 10, 20, 40]);
    expect(pauseAfter(30, 1)).toBe(3_600);
    expect(pauseAfter(1_000_000, 0)).toBe(1_800);
  });

  it('waits at least half of the pause, whatever chance says', () => {
    expect(pauseAfter(3, 0)).toBe(10);
  });

  it('gets a few dozen attempts within its day', () => {
    let [attempts, elapsed] = [0, 0];
    while (elapsed < givenUpAfter) elapsed += pauseAfter((attempts += 1), 0.5);
    expect(attempts).toBeGreaterThan(20);
    expect(attempts).toBeLessThan(60);
  });
});

describe('C8 an answer', () => {
  it.each([200, 202, 204])('%s says that the delivery has arrived', (status) => expect(hasArrived(status)).toBe(true));
  it.each([199, 301, 302, 308, 400, 404, 429, 500])('%s does not', (status) => expect(hasArrived(status)).toBe(false));
});
