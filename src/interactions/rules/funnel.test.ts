import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Funnel, type Coming } from './funnel.ts';
import { PackedMoments } from './packed-moments.ts';
import { RowMoments } from './row-moments.ts';

interface Did {
  readonly userId: number;
  readonly thing: number;
  readonly at: number;
}

const dayLength = 10;
const always = { from: -Infinity, to: Infinity };

/** Takes days of ten milliseconds, each thing of a day apart, in whichever order it stands there. */
function peopleOf(things: readonly number[], window: number, did: readonly Did[]): number[] {
  const funnel = new Funnel(things, window);
  const days = Map.groupBy(did, ({ at }) => Math.floor(at / dayLength));
  for (const [day, own] of [...days].toSorted(([one], [other]) => one - other)) {
    const comings = [...Map.groupBy(own, ({ thing }) => thing)].map(([thing, its]) => comingOf(thing, its, day));
    funnel.takeDay(day * dayLength, comings, always);
  }
  return funnel.people;
}

function comingOf(thing: number, did: readonly Did[], day: number): Coming {
  return { thing, moments: new RowMoments(did.map(({ userId, at }) => [userId, at - day * dayLength])) };
}

/** Whether somebody can be led through so many steps by some of what they did, tried in every way. */
function reaches(things: readonly number[], window: number, did: readonly Did[], begun?: number, last = -1): boolean {
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
  const ids = [1, 2, 2_049, 9_000_000_000];
  const doing = fc.record({
    userId: fc.constantFrom(...ids),
    thing: fc.integer({ min: 0, max: 2 }),
    at: fc.integer({ min: 0, max: 30 }),
  });
  const things = fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 4 })
    .filter((steps) => steps.includes(0) && (!steps.includes(2) || steps.includes(1)));
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 25 }), things, fc.integer({ min: 1, max: 20 }), (did, steps, window) => {
      const wanted = steps.map(
        (_, step) =>
          ids.filter((userId) =>
            reaches(
              steps.slice(0, step + 1),
              window,
              did.filter((one) => one.userId === userId),
            ),
          ).length,
      );
      expect(peopleOf(steps, window, did)).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

it('S2 who did very much on a day is followed as well', () => {
  const did = Array.from({ length: 200 }, (_, place) => ({ userId: 1, thing: place % 2, at: 399 - 2 * place }));
  const funnel = new Funnel([0, 1, 0, 1], 6);
  funnel.takeDay(
    0,
    [
      comingOf(
        0,
        did.filter(({ thing }) => thing === 0),
        0,
      ),
      comingOf(
        1,
        did.filter(({ thing }) => thing === 1),
        0,
      ),
    ],
    always,
  );
  expect(funnel.people).toEqual([1, 1, 1, 1]);
});

it('S2 a part of a day is no more than that', () => {
  const did = [3, 5, 7].map((at) => ({ userId: at, thing: 0, at }));
  const funnel = new Funnel([0, 0], 10);
  funnel.takeDay(0, [comingOf(0, did, 0)], { from: 5, to: 7 });
  expect(funnel.people).toEqual([1, 0]);
});

it('S2 who tries again long after the first attempt is not lost', () => {
  const did = [
    { userId: 1, thing: 0, at: 0 },
    { userId: 1, thing: 0, at: 1_000 },
    { userId: 1, thing: 1, at: 1_005 },
  ];
  expect(peopleOf([0, 1], 10, did)).toEqual([1, 1]);
});

/** So many characters of two decimal digits each. */
function digits(number: number, length: number): string {
  return Array.from({ length }, (_, place) =>
    String.fromCharCode(27 + (Math.floor(number / 100 ** (length - 1 - place)) % 100)),
  ).join('');
}

const near = (step: number, time: number) => digits(step, 1) + digits(time, 4);
const far = (step: number, time: number) => String.fromCharCode(126) + digits(step, 8) + digits(time, 4);

it('S2 packed moments are read as they were packed', () => {
  const moments = new PackedMoments(near(98, 0) + near(0, 86_399_999) + far(99, 7) + far(9_000_000_000, 1_234_567));
  const read: number[][] = [];
  while (moments.next()) read.push([moments.userId, moments.time]);
  expect(read).toEqual([
    [98, 0],
    [98, 86_399_999],
    [197, 7],
    [9_000_000_197, 1_234_567],
  ]);
  expect(new PackedMoments('').next()).toBe(false);
});
