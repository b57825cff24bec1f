import { expect, it } from 'vitest';
import type { DraftEntry } from '../../../api/configuration.ts';
import { blocksOf } from './blocks.ts';

const entries = (count: number): readonly DraftEntry[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'callback', id: String(index), revision: 1, content: {} }));

it('C1 a long list comes in pieces that together are all of it, each knowing its place', () => {
  const [alone, together] = [entries(30), entries(100)];
  const blocks = blocksOf([
    { name: '', members: alone },
    { name: 'stats', members: together },
  ]);
  expect(blocks.flatMap(({ members }) => members)).toEqual([...alone, ...together]);
  expect(blocks.filter(({ heading }) => heading === 'stats')).toHaveLength(1);
  let place = 1;
  for (const { first, members } of blocks) {
    expect(first).toBe(place);
    place += members.length;
  }
});
