/** Where a look at the picture begins, and what has to be seen of it. */
import { getViewportForBounds, type Rect, type Viewport } from '@xyflow/react';
import { farZoom } from './far/use-far.ts';
import { nodeSize } from './layout/arrange.ts';
import type { BoxNode } from './node-box.tsx';

/** From it on what ways are called can be read. */
export const labelZoom = 0.75;
/** Share of the room that stays empty around the whole. */
export const padding = 0.1;
export const zooms = { least: 0.02, most: 2 };
/** Pixels, as in the style sheet. */
const cardWidth = 360;
const inset = 24;

export function boundsOf(boxes: readonly BoxNode[]): Rect {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position } of boxes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + nodeSize.width);
    bottom = Math.max(bottom, position.y + nodeSize.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** What was chosen; else the whole where it can be read, else its beginning. */
export function firstLook(boxes: readonly BoxNode[], selected: string | undefined, room: Room): Viewport {
  const chosen = boxes.find(({ id }) => id === selected);
  if (chosen !== undefined) return lookAt(chosen, labelZoom, room);
  const whole = getViewportForBounds(boundsOf(boxes), room.width, room.height, zooms.least, zooms.most, padding);
  const [first] = boxes;
  if (first === undefined || whole.zoom >= farZoom) return whole;
  const { x, y } = first.position;
  const zoom = farZoom;
  return { x: inset - x * zoom, y: room.height / 2 - (y + nodeSize.height / 2) * zoom, zoom };
}

/** The box in the middle of what no card lies over. */
export function lookAt({ position: { x, y } }: BoxNode, zoom: number, room: Room): Viewport {
  return {
    x: (room.width - coveredOf(room)) / 2 - (x + nodeSize.width / 2) * zoom,
    y: room.height / 2 - (y + nodeSize.height / 2) * zoom,
    zoom,
  };
}

export function isInSight({ position }: BoxNode, { x, y, zoom }: Viewport, room: Room): boolean {
  const [left, top] = [position.x * zoom + x, position.y * zoom + y];
  return (
    left > 0 &&
    top > 0 &&
    left + nodeSize.width * zoom < room.width - coveredOf(room) &&
    top + nodeSize.height * zoom < room.height
  );
}

/** The card lies over the right of a wide picture. */
function coveredOf({ width }: Room): number {
  return width > 2 * cardWidth ? cardWidth : 0;
}
