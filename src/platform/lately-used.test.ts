import { expect, it } from 'vitest';
import { LatelyUsed } from './lately-used.ts';

/** One that is certain of the last three, and has been given `count` things since it was made. */
function filled(count: number): LatelyUsed<number, string> {
  const lately = new LatelyUsed<number, string>(3);
  for (let key = 1; key <= count; key += 1) lately.set(key, `value ${key}`);
  return lately;
}
const known = (lately: LatelyUsed<number, string>, keys: readonly number[]): number[] =>
  keys.filter((key) => lately.get(key) !== undefined);

it.each([3, 4, 5, 6, 7, 8, 20])('knows the last three of %i, and never more than six', (count) => {
  const keys = Array.from({ length: count }, (_, place) => place + 1);
  const lately = filled(count);
  // The last first: looking up keeps what it finds, and pushes others out.
  expect(known(lately, keys.slice(-3).toReversed())).toHaveLength(3);
  expect(known(filled(count), keys).length).toBeLessThanOrEqual(6);
});

it('keeps what is looked up again and again, however much comes beside it', () => {
  const lately = filled(1);
  for (let key = 2; key <= 100; key += 1) {
    lately.set(key, 'beside');
    expect(lately.get(1)).toBe('value 1');
  }
});

it('keeps what is given again with its last value, and forgets it where it is told to', () => {
  const lately = filled(5);
  lately.set(2, 'new');
  expect(lately.get(2)).toBe('new');
  lately.delete(2);
  expect(lately.get(2)).toBeUndefined();
});

it('forgets what has become old, too', () => {
  const lately = filled(4);
  expect(lately.get(2)).toBe('value 2');
  lately.delete(2);
  lately.delete(3);
  expect(known(lately, [2, 3])).toEqual([]);
});
