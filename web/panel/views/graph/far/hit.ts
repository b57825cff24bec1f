/** What of the painting is under the pointer. */
import type { Edge } from '@xyflow/react';
import { nodeSize, type Place } from '../layout/arrange.ts';
import type { BoxNode } from '../node-box.tsx';
import { curveBetween, distanceTo } from './curve.ts';

/** @returns the box under a point of the picture, the uppermost first. */
export function boxAt(boxes: readonly BoxNode[], { x, y }: Place): BoxNode | undefined {
  return boxes.findLast(
    ({ position }) =>
      x >= position.x && x <= position.x + nodeSize.width && y >= position.y && y <= position.y + nodeSize.height,
  );
}

/** @returns the way that is nearest to a point of the picture, within this distance. */
export function edgeAt(
  boxes: readonly BoxNode[],
  edges: readonly Edge[],
  point: Place,
  within: number,
): Edge | undefined {
  const places = new Map(boxes.map(({ id, position }) => [id, position]));
  let nearest: Edge | undefined;
  let least = within;
  for (const edge of edges) {
    const [from, to] = [places.get(edge.source), places.get(edge.target)];
    if (from === undefined || to === undefined) continue;
    const distance = distanceTo(curveBetween(from, to), point);
    if (distance > least) continue;
    nearest = edge;
    least = distance;
  }
  return nearest;
}
