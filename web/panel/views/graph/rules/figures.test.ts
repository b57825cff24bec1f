import { describe, expect, it } from 'vitest';
import type { Graph, GraphEdge, WaysFigures } from '../../../api/graph.ts';
import { figuresOf } from './figures.ts';

const node = (name: string): Graph['nodes'][number] => ({
  key: `callback/${name}`,
  kind: 'callback',
  id: name,
  name,
  enabled: true,
  opened: false,
  says: null,
  action: null,
  keyboards: [],
  problems: [],
});
const edge = (from: string, to: string, ...ways: GraphEdge['ways']): GraphEdge => ({
  from: `callback/${from}`,
  to: `callback/${to}`,
  ways,
});
const button = {
  kind: 'button',
  label: 'Go',
  keyboard: 'main',
  place: { row: 0, column: 0 },
  perhaps: false,
} as const;
const always = { kind: 'step', action: 'goto', always: true } as const;

const graph: Graph = {
  nodes: ['start', 'menu', 'stats', 'far'].map(node),
  edges: [edge('start', 'menu', always), edge('menu', 'stats', button), edge('stats', 'menu', button)],
  problems: [],
};
const figures = (ways: [string, string, number][]): WaysFigures => ({
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  zone: 'UTC',
  version: null,
  ways: ways.map(([from, to, times]) => ({ from, to, times, people: times })),
  screens: [{ handler: 'start', times: 10, entries: 10, stops: 3, stopped_people: 2 }],
});

describe('figures on the picture', () => {
  it('C11 counts a press for the button, also of a screen that was gone to without one', () => {
    const { ways, elsewhere } = figuresOf(
      graph,
      figures([
        ['start', 'stats', 5],
        ['stats', 'menu', 2],
      ]),
    );
    expect(Object.fromEntries(ways)).toEqual({
      'callback/start → callback/menu': 10,
      'callback/menu → callback/stats': 5,
      'callback/stats → callback/menu': 2,
    });
    expect(elsewhere).toBe(0);
  });

  it('C11 tells apart what no way of the picture explains', () => {
    expect(
      figuresOf(
        graph,
        figures([
          ['stats', 'far', 4],
          ['gone', 'menu', 1],
        ]),
      ).elsewhere,
    ).toBe(5);
  });

  it('C11 tells where people stopped', () => {
    expect(figuresOf(graph, figures([])).screens.get('callback/start')).toEqual({
      times: 10,
      stops: 3,
      stoppedPeople: 2,
    });
  });
});
