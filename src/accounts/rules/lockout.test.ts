import { expect, it } from 'vitest';
import { admit, type Attempts } from './lockout.ts';

const start = Temporal.Instant.from('2026-11-22T10:00:00Z');

/** Fails again and again, as soon as that is admitted. @returns the seconds waited before each. */
function failing(times: number): { waits: number[]; last: Attempts; now: Temporal.Instant } {
  let [now, waits, last] = [start, new Array<number>(), null as Attempts | null];
  for (let i = 0; i < times; i += 1) {
    const first = admit(last, now);
    const wait = 'wait' in first ? first.wait : 0;
    now = now.add({ seconds: wait });
    const admitted = admit(last, now);
    if ('wait' in admitted) throw new Error('the pause was longer than it was said to be');
    last = admitted;
    waits.push(wait);
  }
  if (last === null) throw new Error('nothing was tried');
  return { waits, last, now };
}

it('A2 five wrong passwords cost nothing, each further one a longer pause, and none more than a quarter of an hour', () => {
  expect(failing(13).waits).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

it('A2 failures are forgotten after a day', () => {
  const { last, now } = failing(12);
  expect(admit(last, now.add({ hours: 24 }))).toMatchObject({ failures: 1 });
});
