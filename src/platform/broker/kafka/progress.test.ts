import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Progress } from './progress.ts';

describe('how far a partition has been applied', () => {
  it('D4 is nothing before the first message', () => {
    expect(new Progress().position()).toBeNull();
  });

  it('D4 never goes past a message that is not done with, and in the end past all', () => {
    const order = fc
      .uniqueArray(fc.nat(30), { minLength: 1 })
      .chain((offsets) =>
        fc.tuple(
          fc.constant(offsets.toSorted((one, other) => one - other)),
          fc.shuffledSubarray(offsets, { minLength: offsets.length }),
        ),
      );
    fc.assert(
      fc.property(order, ([taken, settled]) => {
        const progress = new Progress();
        for (const offset of taken) expect(progress.take(BigInt(offset))).toBe(true);
        const open = new Set(taken);
        for (const offset of settled) {
          progress.settle(BigInt(offset));
          open.delete(offset);
          const first = Math.min(...open);
          expect(progress.position()).toBe(BigInt(open.size > 0 ? first : Math.max(...taken) + 1));
        }
      }),
    );
  });

  it('D4 knows what comes again, in hand or done with', () => {
    const progress = new Progress();
    for (const offset of [5n, 6n, 9n]) progress.take(offset);
    progress.settle(6n);
    expect([5n, 6n, 9n, 10n].map((offset) => progress.take(offset))).toEqual([false, false, false, true]);
    expect(progress.position()).toBe(5n);
  });
});
