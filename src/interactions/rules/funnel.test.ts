import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Funnel } from './funnel.ts';
import { mergeMoments } from './merge-moments.ts';

interface Coming {
  readonly userId: number;
  readonly thing: number;
  readonly at: number;
}

function peopleOf(things: readonly number[], window: number, comings: readonly Coming[]): number[] {
  const funnel = new Funnel(things, window);
  for (const { userId, thing, at } of comings) funnel.take(userId, thing, at);
  return funnel.people;
}

/** Whether somebody can be led through so many steps by some of what they did, tried in every way. */
function reaches(
  things: readonly number[],
  window: number,
  did: readonly Coming[],
  begun?: number,
  last = -1,
): boolean {
  const [thing, ...others] = things;
  if (thing === undefined) return true;
  return did.some(
    (one) =>
      one.at > last &&
      one.thing === thing &&
      one.at - (begun ?? one.at) <= window &&
      reaches(others, window, did, begun ?? one.at, one.at),
  );
}

it('S2 a funnel finds exactly those who can be led through its steps in order and in time', () => {
  const coming = fc.record({
    userId: fc.integer({ min: 1, max: 4 }),
    thing: fc.integer({ min: 0, max: 2 }),
    at: fc.integer({ min: 0, max: 30 }),
  });
  const things = fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 4 })
    .filter((steps) => steps.includes(0) && (!steps.includes(2) || steps.includes(1)));
  fc.assert(
    fc.property(fc.array(coming, { maxLength: 25 }), things, fc.integer({ min: 1, max: 20 }), (did, steps, window) => {
      const comings = did.toSorted((one, other) => one.at - other.at);
      const wanted = steps.map(
        (_, step) =>
          [1, 2, 3, 4].filter((userId) =>
            reaches(
              steps.slice(0, step + 1),
              window,
              comings.filter((one) => one.userId === userId),
            ),
          ).length,
      );
      expect(peopleOf(steps, window, comings)).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

it('S2 who tries again long after the first attempt is not lost', () => {
  const did = [
    { userId: 1, thing: 0, at: 0 },
    { userId: 1, thing: 0, at: 1_000 },
    { userId: 1, thing: 1, at: 1_005 },
  ];
  expect(peopleOf([0, 1], 10, did)).toEqual([1, 1]);
});

it('S2 what was packed comes in order of time, whoever it was', () => {
  const lists = [
    { thing: 1, day: 1_000, moments: packed([[9_000_000_000, 5]]) },
    {
      thing: 0,
      day: 1_000,
      moments: packed([
        [7, 3],
        [8, 5],
      ]),
    },
    { thing: 2, day: 1_000, moments: packed([]) },
  ];
  const taken: number[][] = [];
  mergeMoments(lists, (...coming) => void taken.push(coming));
  expect(taken.toSorted(([one = 0], [other = 0]) => one - other)).toEqual([
    [7, 0, 1_003],
    [8, 0, 1_005],
    [9_000_000_000, 1, 1_005],
  ]);
  expect(taken.map(([, , at]) => at)).toEqual([1_003, 1_005, 1_005]);
});

function packed(list: readonly (readonly [userId: number, at: number])[]): Buffer {
  const moments = Buffer.alloc(12 * list.length);
  for (const [place, [userId, at]] of list.entries()) {
    moments.writeBigInt64BE(BigInt(userId), 12 * place);
    moments.writeUInt32BE(at, 12 * place + 8);
  }
  return moments;
}
