/** What of a configuration is drawn, and where. */
import type { Graph, GraphEdge, GraphNode } from '../../../api/graph.ts';
import { arrange, type Place } from '../layout/arrange.ts';
import { treeOf } from '../layout/tree-of.ts';
import { edgeKey, type GraphFigures } from './figures.ts';
import { reachOf } from './reach.ts';

export interface PlacedNode {
  readonly node: GraphNode;
  readonly place: Place;
}

export interface Picture {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly GraphEdge[];
  /** Keys of the edges along which things stand: the first way to each screen. */
  readonly trunk: ReadonlySet<string>;
}

/** @param only the key of a node: nothing is drawn but what can be reached from it. */
export function pictureOf({ nodes, edges }: Graph, only: string | undefined): Picture {
  const isThere = only !== undefined && nodes.some(({ key }) => key === only);
  const reached = isThere ? reachOf(only, edges) : null;
  const shown = nodes.filter(({ key }) => reached === null || reached.has(key));
  const ways = edges.filter(({ from, to }) => reached === null || (reached.has(from) && reached.has(to)));
  const forest = treeOf({
    nodes: shown.map(({ key, kind, opened }) => ({
      key,
      isStart: isThere ? key === only : kind === 'handler',
      isOpened: opened,
    })),
    edges: ways,
  });
  const places = arrange(forest);
  const trunk = [...forest.children].flatMap(([from, children]) => children.map((to) => edgeKey({ from, to })));
  return {
    nodes: shown.flatMap((node) => {
      const place = places.get(node.key);
      return place === undefined ? [] : [{ node, place }];
    }),
    edges: ways,
    trunk: new Set(trunk),
  };
}

/** Ways up to which all are drawn: more are a ball of wool, and every screen has a way back to the menu. */
const mostDrawn = 120;
/** Beside the trunk, of those that were taken most. */
const mostTaken = 60;

/** The ways that are drawn while nobody asks for all of them: the trunk, the busiest, and those of the chosen node. */
export function drawnWays(
  { edges, trunk }: Picture,
  figures: GraphFigures | null,
  selected: string | undefined,
): readonly GraphEdge[] {
  if (edges.length <= mostDrawn) return edges;
  const busiest = [...(figures?.ways ?? [])].toSorted(([, one], [, other]) => other - one).slice(0, mostTaken);
  const busy = new Set(busiest.map(([key]) => key));
  return edges.filter((edge) => {
    const key = edgeKey(edge);
    return trunk.has(key) || busy.has(key) || edge.from === selected || edge.to === selected;
  });
}
