import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const names = ['menu', 'tracker.start', 'tracker.stats', 'goto', 'settings.zone', 'a'];

test.each([
  ['mneu', 'menu'],
  ['Menu', 'menu'],
  ['traker.start', 'tracker.start'],
  ['tracker.stat', 'tracker.stats'],
  ['goot', 'goto'],
  ['start', 'tracker.start'],
  ['zone', 'settings.zone'],
  ['b', undefined],
  ['elephant', undefined],
])('C9 «%s» probably means %s', (word, meant) => {
  expect(nearest(word, names)).toBe(meant);
});
