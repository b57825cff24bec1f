import { describe, expect, it } from 'vitest';
import { bestOf, timeOf } from '../../../../../src/platform/best-of-testing.ts';
import { arrange, nodeSize, type Place } from './arrange.ts';
import { treeOf, type Ways } from './tree-of.ts';

const node = (key: string, isStart = false, isOpened = false) => ({ key, isStart, isOpened });
const edge = (from: string, to: string) => ({ from, to });

/** Commands that each open a screen, which lead on three by three, and all back to the first. */
function large(count: number): Ways {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return {
    nodes: [...numbers.map((index) => node(`h${index}`, true)), ...numbers.map((index) => node(`s${index}`))],
    edges: numbers.flatMap((index) => [
      edge(`h${index}`, `s${index}`),
      edge(`s${index}`, 's0'),
      ...[1, 2, 3].map((step) => edge(`s${index}`, `s${(index * 3 + step) % count}`)),
    ]),
  };
}

function isApart(one: Place, other: Place): boolean {
  return Math.abs(one.x - other.x) >= nodeSize.width || Math.abs(one.y - other.y) >= nodeSize.height;
}

describe('the places of the picture', () => {
  it('C11 puts each screen right of what reaches it in the fewest steps', () => {
    const ways = {
      nodes: [node('/start', true), node('menu'), node('deep'), node('/deep', true)],
      edges: [edge('/start', 'menu'), edge('menu', 'deep'), edge('deep', 'menu'), edge('/deep', 'deep')],
    };
    const { roots, children } = treeOf(ways);
    expect(roots).toEqual(['/start', '/deep']);
    expect([...children]).toEqual([
      ['/start', ['menu']],
      ['/deep', ['deep']],
    ]);
    const places = arrange(treeOf(ways));
    expect(places.get('menu')?.x).toBeGreaterThan((places.get('/start')?.x ?? 0) + nodeSize.width);
  });

  it('C11 shows what nothing leads to, what the program opens, and circles', () => {
    const ways = {
      nodes: [node('a'), node('b'), node('opened', false, true), node('lost')],
      edges: [edge('a', 'b'), edge('b', 'a'), edge('lost', 'lost'), edge('opened', 'nowhere')],
    };
    expect(treeOf(ways).roots).toEqual(['opened', 'a', 'lost']);
    expect([...arrange(treeOf(ways)).keys()].toSorted()).toEqual(['a', 'b', 'lost', 'opened']);
  });

  it('C11 lets nothing overlap, in about the shape of a window, and in well under a second for 500 handlers', async () => {
    const ways = large(500);
    const places = [...arrange(treeOf(ways)).values()];
    expect(await bestOf(() => timeOf(() => arrange(treeOf(ways))), 1_000)).toBeLessThan(1_000);
    expect(places).toHaveLength(1000);
    for (const [index, place] of places.entries())
      for (const other of places.slice(index + 1)) if (!isApart(place, other)) expect([place, other]).toBe('apart');
    const width = Math.max(...places.map(({ x }) => x));
    const height = Math.max(...places.map(({ y }) => y));
    expect(width / height).toBeGreaterThan(0.5);
    expect(width / height).toBeLessThan(4);
  });

  it('C11 arranges a chain as long as a document', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const ways = {
      nodes: keys.map((key, index) => node(key, index === 0)),
      edges: keys.slice(1).map((to, index) => edge(keys[index] ?? '', to)),
    };
    expect(arrange(treeOf(ways)).size).toBe(20_000);
  });
});
