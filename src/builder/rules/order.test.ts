import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedAmong } from './order.ts';

test('C9 one entry that moved is the one that moved, and not all that it passed', () => {
  expect([...movedAmong(['a', 'b', 'c', 'd', 'e'], ['e', 'a', 'b', 'c', 'd'])]).toEqual(['e']);
  expect([...movedAmong(['a', 'b', 'c'], ['b', 'c', 'a'])]).toEqual(['a']);
});

test('C9 what is only in one of the lists has not moved', () => {
  expect([...movedAmong(['a', 'b', 'c'], ['x', 'a', 'c', 'y'])]).toEqual([]);
});

test('C9 without those that moved both lists have the same order', () => {
  const lists = fc.uniqueArray(fc.nat(30).map(String), { maxLength: 20 });
  fc.assert(
    fc.property(lists, lists, (before, after) => {
      const moved = movedAmong(before, after);
      const stay = (list: readonly string[], other: readonly string[]) =>
        list.filter((id) => other.includes(id) && !moved.has(id));
      expect(stay(before, after)).toEqual(stay(after, before));
    }),
  );
});
