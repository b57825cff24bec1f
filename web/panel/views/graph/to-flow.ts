/** The picture in the terms of the library that draws it. */
import { MarkerType, Position, type Edge } from '@xyflow/react';
import type { Graph, GraphEdge, GraphNode, Way } from '../../api/graph.ts';
import type { Format } from '../../words/format.ts';
import type { Language } from '../../words/language.ts';
import { textIn } from '../../words/text-in.ts';
import type { GraphWords } from './graph-words.ts';
import { nodeSize } from './layout/arrange.ts';
import type { BoxNode } from './node-box.tsx';
import { edgeKey, type GraphFigures } from './rules/figures.ts';
import type { PlacedNode } from './rules/picture.ts';
import { saidBy } from './rules/said.ts';

export interface Spoken {
  readonly words: GraphWords;
  readonly language: Language;
  readonly format: Format;
  /** What people call an action, by its name. */
  readonly actionTitle: (name: string) => string;
}

/** Given, so that ways can be drawn before their boxes have been measured, and while they are out of sight. */
const handles = [
  { type: 'target', position: Position.Left, x: 0, y: nodeSize.height / 2, width: 1, height: 1 },
  { type: 'source', position: Position.Right, x: nodeSize.width, y: nodeSize.height / 2, width: 1, height: 1 },
] as const;

export function toFlowNode(
  { node, place }: PlacedNode,
  problems: Graph['problems'],
  figures: GraphFigures | null,
  spoken: Spoken,
): BoxNode {
  const { key, kind, name, says, enabled } = node;
  const worst = worstOf(node, problems);
  const counted = figuresText(key, figures, spoken);
  return {
    id: key,
    type: 'box',
    position: place,
    ...nodeSize,
    measured: nodeSize,
    handles: [...handles],
    ariaLabel: spokenName(node, spoken, counted, worst),
    data: {
      kind,
      name,
      says: saidBy(node, spoken.language, spoken.actionTitle),
      isOff: !enabled,
      worst,
      figures: counted,
      canLead: kind !== 'link' && says !== null,
    },
  };
}

function worstOf({ problems: indexes }: GraphNode, problems: Graph['problems']): 'error' | 'warning' | null {
  if (indexes.length === 0) return null;
  return indexes.some((index) => problems[index]?.severity === 'error') ? 'error' : 'warning';
}

function figuresText(key: string, figures: GraphFigures | null, { words, format }: Spoken): string {
  const counted = figures?.screens.get(key);
  if (counted === undefined || counted.times === 0) return '';
  const { times, stops } = counted;
  const shown = words.times(times);
  return stops === 0 ? shown : `${shown}, ${words.stops(format.percent(stops / times))}`;
}

function spokenName(
  { kind, name, enabled }: GraphNode,
  { words }: Spoken,
  ...more: readonly (string | null)[]
): string {
  return [`${words[kind]} ${name}`, enabled ? '' : words.off, ...more].filter(Boolean).join(', ');
}

/** Pixels of the thickest way. */
const thickest = 9;

export function toFlowEdge(
  edge: GraphEdge,
  figures: GraphFigures | null,
  most: number,
  spoken: Spoken,
  isChosen: boolean,
): Edge {
  const { from, to, ways } = edge;
  const key = edgeKey(edge);
  const times = figures?.ways.get(key) ?? 0;
  const isQuiet = ways.every((way) => way.kind === 'step' || way.perhaps);
  const color = isChosen ? 'var(--mantine-primary-color-filled)' : 'var(--xy-edge-stroke)';
  const label = wayLabel(ways, times, spoken);
  return {
    id: key,
    source: from,
    target: to,
    ariaLabel: `${from} → ${to}: ${label}`,
    markerEnd: { type: MarkerType.ArrowClosed, color, width: 16, height: 16, markerUnits: 'userSpaceOnUse' },
    style: {
      stroke: color,
      // By the square root: ten times as many are three times as thick.
      strokeWidth: most === 0 ? 1.5 : 1 + (thickest - 1) * Math.sqrt(times / most),
      ...(isQuiet && { strokeDasharray: '6 4' }),
      ...(figures !== null && times === 0 && { opacity: 0.35 }),
    },
    data: { label },
  };
}

/** Ways by the same pair of screens that are named. */
const mostNamed = 2;

function wayLabel(ways: readonly Way[], times: number, spoken: Spoken): string {
  const names = [...new Set(ways.map((way) => wayName(way, spoken)))];
  const named =
    names.slice(0, mostNamed).join(', ') + (names.length > mostNamed ? ` +${names.length - mostNamed}` : '');
  return times === 0 ? named : `${named} · ${spoken.format.number(times)}`;
}

/** A button by its label; what goes on without one says so. */
function wayName(way: Way, { language, words }: Pick<Spoken, 'language' | 'words'>): string {
  return way.kind === 'button' ? textIn(way.label, language) : words.byItself;
}
