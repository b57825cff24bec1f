import { nodeSize, type Place } from '../layout/arrange.ts';

/** A Bézier curve: where it begins, what it is drawn towards, where it ends. */
export type Curve = readonly [start: Place, pull: Place, pullBack: Place, end: Place];

/** The way from one box to another, as the library draws it from near. @param from, to where the boxes stand */
export function curveBetween(from: Place, to: Place): Curve {
  const start = { x: from.x + nodeSize.width, y: from.y + nodeSize.height / 2 };
  const end = { x: to.x, y: to.y + nodeSize.height / 2 };
  const across = end.x - start.x;
  const reach = across >= 0 ? across / 2 : 6.25 * Math.sqrt(-across);
  return [start, { x: start.x + reach, y: start.y }, { x: end.x - reach, y: end.y }, end];
}

/** Straight pieces that a curve is taken for where its distance is measured. */
const pieces = 24;

/** How far a point is from a curve, in the measure of both. */
export function distanceTo(curve: Curve, point: Place): number {
  let before = curve[0];
  let least = Infinity;
  for (let piece = 1; piece <= pieces; piece += 1) {
    const after = pointOn(curve, piece / pieces);
    least = Math.min(least, distanceToLine(before, after, point));
    before = after;
  }
  return least;
}

function pointOn([start, pull, pullBack, end]: Curve, share: number): Place {
  const left = 1 - share;
  const parts = [left ** 3, 3 * left ** 2 * share, 3 * left * share ** 2, share ** 3] as const;
  const sum = (of: 'x' | 'y') =>
    parts[0] * start[of] + parts[1] * pull[of] + parts[2] * pullBack[of] + parts[3] * end[of];
  return { x: sum('x'), y: sum('y') };
}

function distanceToLine(from: Place, to: Place, { x, y }: Place): number {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const length = across ** 2 + down ** 2;
  const along = length === 0 ? 0 : ((x - from.x) * across + (y - from.y) * down) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - share * across, y - from.y - share * down);
}
