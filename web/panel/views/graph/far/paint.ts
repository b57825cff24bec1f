import { nodeSize } from '../layout/arrange.ts';
import type { Scene } from './scene.ts';

export interface Sight {
  /** Pixels of the screen. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  /** Of the device for each of the style sheet. */
  readonly density: number;
}

export interface Ink {
  /** A colour of a style sheet as the canvas knows it. */
  readonly of: (color: string) => string;
  readonly font: string;
}

/** Pixels of the picture. */
const letters = 26;
const padding = 14;
/** Pixels of the screen below which letters are dust. */
const leastLetters = 4.5;

/** Paints what is in sight. @param selected the id of the box that is chosen. */
export function paint(
  context: CanvasRenderingContext2D,
  scene: Scene,
  sight: Sight,
  ink: Ink,
  selected: string | undefined,
): void {
  const { x, y, zoom, width, height, density } = sight;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  context.translate(x, y);
  context.scale(zoom, zoom);
  for (const { color, width: thickness, isDashed, opacity, path } of scene.ways) {
    context.globalAlpha = opacity;
    context.strokeStyle = ink.of(color);
    context.lineWidth = thickness / zoom;
    context.setLineDash(isDashed ? [6 / zoom, 4 / zoom] : []);
    context.stroke(path);
  }
  context.globalAlpha = 1;
  context.fillStyle = ink.of('var(--mantine-color-body)');
  context.fill(scene.surfaces);
  for (const { color, width: thickness, isDashed, path } of scene.frames) {
    context.strokeStyle = ink.of(color);
    context.lineWidth = Math.max(thickness, 0.5 / zoom);
    context.setLineDash(isDashed ? [6, 4] : []);
    context.stroke(path);
  }
  context.setLineDash([]);
  for (const { color, path } of scene.bars) {
    context.fillStyle = ink.of(color);
    context.fill(path);
  }
  const chosen = scene.boxes.find(({ id }) => id === selected);
  if (chosen) {
    context.strokeStyle = ink.of('var(--mantine-primary-color-filled)');
    context.lineWidth = 3 / zoom;
    context.strokeRect(chosen.position.x, chosen.position.y, nodeSize.width, nodeSize.height);
  }
  if (letters * zoom >= leastLetters) writeNames(context, scene, sight, ink);
}

function writeNames(context: CanvasRenderingContext2D, { boxes }: Scene, sight: Sight, ink: Ink): void {
  const { x, y, zoom, width, height } = sight;
  const [left, top] = [-x / zoom - nodeSize.width, -y / zoom - nodeSize.height];
  const [right, bottom] = [(width - x) / zoom, (height - y) / zoom];
  context.font = `600 ${letters}px ${ink.font}`;
  context.textBaseline = 'middle';
  context.fillStyle = ink.of('var(--mantine-color-text)');
  for (const { position, data } of boxes) {
    if (position.x < left || position.x > right || position.y < top || position.y > bottom) continue;
    const name = shortened(context, data.name);
    context.fillText(name, position.x + padding, position.y + nodeSize.height / 2);
  }
}

/** Measured once for each name: a measurement costs as much as the writing. */
const shortNames = new Map<string, string>();

function shortened(context: CanvasRenderingContext2D, name: string): string {
  const known = shortNames.get(name);
  if (known !== undefined) return known;
  const room = nodeSize.width - 2 * padding;
  const characters = Array.from(name);
  let short = name;
  while (characters.length > 1 && context.measureText(short).width > room) {
    characters.pop();
    short = `${characters.join('')}…`;
  }
  shortNames.set(name, short);
  return short;
}
