/** How often each way of the picture was taken, and where people stopped. */
import type { Graph, GraphEdge, WaysFigures } from '../../../api/graph.ts';

export interface ScreenFigures {
  /** How often it answered. */
  readonly times: number;
  /** How often it was the last of a visit. */
  readonly stops: number;
  readonly stoppedPeople: number;
}

export interface GraphFigures {
  /** By the key of the node. */
  readonly screens: ReadonlyMap<string, ScreenFigures>;
  /** By `edgeKey`. */
  readonly ways: ReadonlyMap<string, number>;
  /**
   * How often people went on by no way of the picture: they typed a command, or pressed a button of an old message, or
   * one below the input field, where a keyboard stays whatever answers next.
   */
  readonly elsewhere: number;
}

/** Steps that are followed from what answered to the screen whose button was pressed. */
const mostSteps = 8;

export function edgeKey({ from, to }: Pick<GraphEdge, 'from' | 'to'>): string {
  return `${from} → ${to}`;
}

/**
 * What is counted is who answered whom: a press counts for the button that leads there, from what answered before or
 * from a screen it went to without a press.
 */
export function figuresOf({ nodes, edges }: Graph, { ways, screens }: WaysFigures): GraphFigures {
  const keys = new Map(nodes.map(({ name, key }) => [name, key]));
  const leading = Map.groupBy(edges, ({ from }) => from);
  const taken = new Map<string, number>();
  let elsewhere = 0;
  for (const { from, to, times } of ways) {
    const [before, after] = [keys.get(from), keys.get(to)];
    const path = before === undefined || after === undefined ? null : pathOf(before, after, leading);
    if (path === null) elsewhere += times;
    for (const edge of path ?? []) taken.set(edgeKey(edge), (taken.get(edgeKey(edge)) ?? 0) + times);
  }
  const counted = new Map(
    screens.flatMap(({ handler, times, stops, stopped_people: stoppedPeople }) => {
      const key = keys.get(handler);
      return key === undefined ? [] : [[key, { times, stops, stoppedPeople }] as const];
    }),
  );
  return { screens: counted, ways: withSteps(taken, counted, leading), elsewhere };
}

/** From what answered over steps that need no press to a button that leads there; null where nothing does. */
function pathOf(
  from: string,
  to: string,
  leading: ReadonlyMap<string, readonly GraphEdge[]>,
): readonly GraphEdge[] | null {
  const seen = new Set([from]);
  let paths: (readonly [at: string, path: readonly GraphEdge[]])[] = [[from, []]];
  for (let step = 0; step <= mostSteps && paths.length > 0; step++) {
    const next: typeof paths = [];
    for (const [at, path] of paths)
      for (const edge of leading.get(at) ?? []) {
        if (edge.to === to) return [...path, edge];
        if (seen.has(edge.to) || edge.ways.every(({ kind }) => kind === 'button')) continue;
        seen.add(edge.to);
        next.push([edge.to, [...path, edge]]);
      }
    paths = next;
  }
  return null;
}

/** What is always gone on to was gone on to as often as it answered. */
function withSteps(
  taken: ReadonlyMap<string, number>,
  screens: ReadonlyMap<string, ScreenFigures>,
  leading: ReadonlyMap<string, readonly GraphEdge[]>,
): ReadonlyMap<string, number> {
  const all = new Map(taken);
  for (const [key, { times }] of screens)
    for (const edge of leading.get(key) ?? [])
      if (edge.ways.some((way) => way.kind === 'step' && way.always))
        all.set(edgeKey(edge), Math.max(times, all.get(edgeKey(edge)) ?? 0));
  return all;
}
