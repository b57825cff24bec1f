/** The picture from far, made ready to be painted: what looks the same is one path, however many boxes and ways it is. */
import type { Edge } from '@xyflow/react';
import { nodeSize, type Place } from '../layout/arrange.ts';
import type { BoxNode } from '../node-box.tsx';
import { curveBetween, type Curve } from './curve.ts';

export interface Scene {
  readonly boxes: readonly BoxNode[];
  readonly ways: readonly Strokes[];
  readonly frames: readonly Strokes[];
  /** The coloured edge of each box, which says what it is. */
  readonly bars: readonly { readonly color: string; readonly path: Path2D }[];
  readonly surfaces: Path2D;
}

interface Strokes {
  /** As in a style sheet, variables included. */
  readonly color: string;
  /** Pixels of the screen for ways, of the picture for frames. */
  readonly width: number;
  readonly isDashed: boolean;
  readonly opacity: number;
  readonly path: Path2D;
}

const corner = 8;
const barWidth = 5;

export const kindColors = {
  handler: 'var(--mantine-color-grape-6)',
  callback: 'var(--mantine-color-blue-6)',
  link: 'var(--mantine-color-gray-6)',
} as const;

export const problemColors = { warning: 'var(--mantine-color-orange-6)', error: 'var(--mantine-color-red-7)' } as const;

export function sceneOf(boxes: readonly BoxNode[], edges: readonly Edge[]): Scene {
  const surfaces = new Path2D();
  const bars = new Map<string, Path2D>();
  const frames = new Bundles();
  const places = new Map<string, Place>();
  const { width, height } = nodeSize;
  for (const { id, position, data } of boxes) {
    places.set(id, position);
    surfaces.roundRect(position.x, position.y, width, height, corner);
    const color = data.worst === null ? 'var(--mantine-color-default-border)' : problemColors[data.worst];
    frames
      .of({ color, width: 1.5, isDashed: data.isOff, opacity: 1 })
      .roundRect(position.x, position.y, width, height, corner);
    const bar = bars.get(kindColors[data.kind]) ?? new Path2D();
    bar.roundRect(position.x, position.y, barWidth, height, [corner / 2, 0, 0, corner / 2]);
    bars.set(kindColors[data.kind], bar);
  }
  const ways = new Bundles();
  for (const { source, target, style = {} } of edges) {
    const [from, to] = [places.get(source), places.get(target)];
    if (from === undefined || to === undefined) continue;
    const { stroke = '', strokeWidth = 1, strokeDasharray, opacity = 1 } = style;
    const path = ways.of({
      color: stroke,
      // Halves are all an eye can tell, and make few bundles of many counts.
      width: Math.round(Number(strokeWidth) * 2) / 2,
      isDashed: strokeDasharray !== undefined,
      opacity: Number(opacity),
    });
    draw(path, curveBetween(from, to));
  }
  return {
    boxes,
    ways: ways.all,
    frames: frames.all,
    bars: [...bars].map(([color, path]) => ({ color, path })),
    surfaces,
  };
}

function draw(path: Path2D, [start, pull, pullBack, end]: Curve): void {
  path.moveTo(start.x, start.y);
  path.bezierCurveTo(pull.x, pull.y, pullBack.x, pullBack.y, end.x, end.y);
}

class Bundles {
  readonly #bundles = new Map<string, Strokes>();

  of(look: Omit<Strokes, 'path'>): Path2D {
    const key = JSON.stringify(look);
    const bundle = this.#bundles.get(key) ?? { ...look, path: new Path2D() };
    this.#bundles.set(key, bundle);
    return bundle.path;
  }

  get all(): readonly Strokes[] {
    return [...this.#bundles.values()];
  }
}
