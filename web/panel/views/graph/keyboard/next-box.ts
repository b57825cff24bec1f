import { nodeSize, type Place } from '../layout/arrange.ts';

interface Placed {
  readonly id: string;
  readonly position: Place;
}

export const directions = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
} as const;

/** How much further something beside the way is than something on it. */
const aside = 3;

/** @returns the nearest box that way, or undefined where there is none. */
export function nextBox<Box extends Placed>(boxes: readonly Box[], from: Box, to: Place): Box | undefined {
  return nearest(boxes, ({ position }) => {
    const [x, y] = [position.x - from.position.x, position.y - from.position.y];
    const along = x * to.x + y * to.y;
    const least = to.x === 0 ? nodeSize.height / 2 : nodeSize.width / 2;
    return along < least ? Infinity : along + aside * Math.abs(x * to.y + y * to.x);
  });
}

/** @param point of the picture. @returns the box whose middle is nearest to it */
export function nearestBox<Box extends Placed>(boxes: readonly Box[], point: Place): Box | undefined {
  return nearest(boxes, ({ position }) =>
    Math.hypot(position.x + nodeSize.width / 2 - point.x, position.y + nodeSize.height / 2 - point.y),
  );
}

function nearest<Box>(boxes: readonly Box[], distanceTo: (box: Box) => number): Box | undefined {
  let [best, least]: [Box | undefined, number] = [undefined, Infinity];
  for (const box of boxes) {
    const distance = distanceTo(box);
    if (distance < least) [best, least] = [box, distance];
  }
  return best;
}
