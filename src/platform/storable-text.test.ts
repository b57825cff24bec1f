import { expect, it } from 'vitest';
import { isStorable, storable } from './storable-text.ts';

it.each([
  ['Чтение 👍', 'Чтение 👍'],
  ['a\0b', 'ab'],
  ['half \ud83d', 'half \ufffd'],
])('B4 %j is kept as %j', (text, kept) => {
  expect(storable(text)).toBe(kept);
  expect(isStorable(text)).toBe(text === kept);
});
