import type { GraphEdge } from '../../../api/graph.ts';

/** All that can be reached from a node, itself included. */
export function reachOf(from: string, edges: readonly GraphEdge[]): ReadonlySet<string> {
  const leading = Map.groupBy(edges, (edge) => edge.from);
  // Grows while it is gone through.
  const reached = new Set([from]);
  for (const key of reached) for (const { to } of leading.get(key) ?? []) reached.add(to);
  return reached;
}
