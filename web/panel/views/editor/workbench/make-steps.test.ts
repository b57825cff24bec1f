import { expect, it } from 'vitest';
import type { DraftEntry } from '../../../api/configuration.ts';
import { placeAmong } from './make-steps.ts';

const entries: readonly DraftEntry[] = ['a', 'b', 'c'].map((id) => ({ kind: 'handler', id, revision: 1, content: {} }));
const handler = (id: string) => ({ kind: 'handler', id }) as const;

it.each([
  ['c', 'a', { from: 'b', to: null }],
  ['c', 'b', { from: 'b', to: 'a' }],
  ['a', 'b', { from: null, to: 'b' }],
  ['a', 'c', { from: null, to: 'c' }],
])('C1 %s dragged to where %s stands takes its place', (moved, target, step) => {
  expect(placeAmong(entries, handler(moved), target)).toEqual({ type: 'move', ref: handler(moved), ...step });
});

it('C1 an entry that is let go where it was stays', () => {
  expect(placeAmong(entries, handler('b'), 'b')).toBeNull();
});
