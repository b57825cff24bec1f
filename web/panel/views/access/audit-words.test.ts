import { expect, it } from 'vitest';
import { deedOf } from './audit-words.ts';

const words = { things: { callback: 'Screen' }, deeds: { update: 'changed' } };

it('A2 says what was done in words, and as it is written where there are none', () => {
  expect(deedOf(words, 'callback.update', 'callback/112')).toBe('Screen 112: changed');
  expect(deedOf(words, 'thing.turn', 'thing/a/b')).toBe('thing a/b: thing.turn');
  expect(deedOf(words, 'callback.update', 'callback')).toBe('Screen: changed');
});
