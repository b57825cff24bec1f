import type { ReactFlowInstance } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import type { BoxNode } from '../node-box.tsx';
import { directions, nearestBox, nextBox } from './next-box.ts';

/** Pixels that an arrow key with Shift moves the picture. */
const stride = 120;

interface Moved {
  readonly nodes: readonly BoxNode[];
  readonly selected: string | undefined;
  readonly flow: ReactFlowInstance;
  readonly fit: () => unknown;
  readonly onSelect: (box: BoxNode | undefined) => void;
  readonly onEnter: () => void;
}

/** The whole picture by keys: arrows from box to box, with Shift the picture itself, and what its buttons do. */
export function keyPressed(event: KeyboardEvent<HTMLElement>, moved: Moved): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = actOf(event, moved);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

function actOf({ key, shiftKey }: KeyboardEvent, moved: Moved): (() => unknown) | undefined {
  const { selected, flow, fit, onSelect, onEnter } = moved;
  if (isArrow(key)) return shiftKey ? () => pan(flow, key) : () => step(key, moved);
  const acts: Readonly<Record<string, () => unknown>> = {
    '+': () => flow.zoomIn(),
    '=': () => flow.zoomIn(),
    '-': () => flow.zoomOut(),
    '0': fit,
    ...(selected !== undefined && { Enter: onEnter, Escape: () => onSelect(undefined) }),
  };
  return acts[key];
}

function isArrow(key: string): key is keyof typeof directions {
  return key in directions;
}

function pan(flow: ReactFlowInstance, key: keyof typeof directions): void {
  const { x, y, zoom } = flow.getViewport();
  const to = directions[key];
  void flow.setViewport({ x: x - to.x * stride, y: y - to.y * stride, zoom });
}

function step(key: keyof typeof directions, { nodes, selected, flow, onSelect }: Moved): void {
  const from = nodes.find(({ id }) => id === selected);
  const box = from === undefined ? nearestBox(nodes, middleOf(flow)) : nextBox(nodes, from, directions[key]);
  if (box !== undefined) onSelect(box);
}

function middleOf(flow: ReactFlowInstance): { x: number; y: number } {
  const frame = document.querySelector('.react-flow')?.getBoundingClientRect();
  if (frame === undefined) return { x: 0, y: 0 };
  return flow.screenToFlowPosition({ x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 });
}
