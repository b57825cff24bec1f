/**
 * Where everything stands in the picture. Each screen stands right of what leads to it first, and the blocks that makes
 * are put together to about the shape of a window.
 *
 * Layouts in layers were tried (dagre): 0.5 s for the bot that ships and 2.7 s for 500 handlers with their screens, and
 * a column of 50,000 pixels, as every way back to the menu wants a place of its own. This takes a few milliseconds, and
 * a new button moves nothing but what stands below it.
 */
import type { Forest } from './tree-of.ts';

export interface Place {
  /** Pixels at full size, of the upper left corner. */
  readonly x: number;
  readonly y: number;
}

interface Block {
  readonly width: number;
  readonly height: number;
  /** What stands at its own corner; undefined where it is only made of others. */
  readonly key?: string;
  readonly parts: readonly { readonly block: Block; readonly x: number; readonly y: number }[];
}

/** Pixels. */
export const nodeSize = { width: 220, height: 76 };
const gap = { across: 90, down: 18 };
/** Between trees. */
const margin = 48;
/** Width to height of the whole. */
const shape = 1.6;

export function arrange({ roots, children }: Forest): ReadonlyMap<string, Place> {
  const blocks = roots.map((root) => blockOf(root, children));
  const area = blocks.reduce((sum, { width, height }) => sum + (width + margin) * (height + margin), 0);
  const widest = Math.max(0, ...blocks.map(({ width }) => width));
  return placesIn(inRows(blocks, Math.max(widest, Math.sqrt(area * shape))));
}

function placesIn(all: Block): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  // Not recursive, here and below: a chain may be as long as the document.
  const ahead = [{ block: all, x: 0, y: 0 }];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const { block, x, y } = next;
    if (block.key !== undefined) places.set(block.key, { x, y });
    for (const part of block.parts) ahead.push({ block: part.block, x: x + part.x, y: y + part.y });
  }
  return places;
}

function blockOf(root: string, children: Forest['children']): Block {
  const blocks = new Map<string, Block>();
  const order = [root];
  for (const key of order) order.push(...(children.get(key) ?? []));
  for (const key of order.toReversed()) {
    const below = (children.get(key) ?? []).flatMap((child) => blocks.get(child) ?? []);
    const leaf = { ...nodeSize, key, parts: [] };
    blocks.set(key, below.length === 0 ? leaf : branch(leaf, inColumns(below)));
  }
  return blocks.get(root) ?? { ...nodeSize, key: root, parts: [] };
}

function branch(leaf: Block, below: Block): Block {
  const height = Math.max(nodeSize.height, below.height);
  const x = nodeSize.width + gap.across;
  return {
    width: x + below.width,
    height,
    parts: [
      { block: leaf, x: 0, y: (height - nodeSize.height) / 2 },
      { block: below, x, y: (height - below.height) / 2 },
    ],
  };
}

/** One below the other; where that would be a tower, in several columns. */
function inColumns(blocks: readonly Block[]): Block {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + gap.across) * (height + gap.down), 0);
  const most = Math.max(nodeSize.height * 8, Math.sqrt(area / shape), ...blocks.map(({ height }) => height));
  const parts: Block['parts'][number][] = [];
  let [x, y, columnWidth, height] = [0, 0, 0, 0];
  for (const block of blocks) {
    if (y > 0 && y + block.height > most) [x, y, columnWidth] = [x + columnWidth + gap.across, 0, 0];
    parts.push({ block, x, y });
    height = Math.max(height, y + block.height);
    columnWidth = Math.max(columnWidth, block.width);
    y += block.height + gap.down;
  }
  return { width: x + columnWidth, height, parts };
}

function inRows(blocks: readonly Block[], most: number): Block {
  const parts: Block['parts'][number][] = [];
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  for (const block of blocks) {
    if (x > 0 && x + block.width > most) [x, y, rowHeight] = [0, y + rowHeight + margin, 0];
    parts.push({ block, x, y });
    width = Math.max(width, x + block.width);
    rowHeight = Math.max(rowHeight, block.height);
    x += block.width + margin;
  }
  return { width, height: y + rowHeight, parts };
}
