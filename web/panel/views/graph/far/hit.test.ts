import { describe, expect, it } from 'vitest';
import { nodeSize } from '../layout/arrange.ts';
import type { BoxNode } from '../node-box.tsx';
import { boxAt, edgeAt } from './hit.ts';

const box = (id: string, x: number, y: number): BoxNode => ({
  id,
  type: 'box',
  position: { x, y },
  data: { kind: 'callback', name: id, says: '', isOff: false, worst: null, figures: '', canLead: true },
});
const edge = (source: string, target: string) => ({ id: `${source} ${target}`, source, target });

const middle = nodeSize.height / 2;
const right = nodeSize.width + 200;
const boxes = [box('a', 0, 0), box('b', right, 0), box('c', right, 400)];
const edges = [edge('a', 'b'), edge('a', 'c'), edge('c', 'a'), edge('a', 'gone')];

describe('a click into the painting of a large bot', () => {
  it('C11 means the box that stands there', () => {
    expect(boxAt(boxes, { x: right + 5, y: 5 })?.id).toBe('b');
    expect(boxAt(boxes, { x: nodeSize.width + 5, y: 5 })).toBeUndefined();
  });

  it('C11 means the nearest way within reach of it, straight or bent', () => {
    expect(edgeAt(boxes, edges, { x: nodeSize.width + 100, y: middle + 3 }, 10)?.id).toBe('a b');
    // Half of the way to the box below.
    expect(edgeAt(boxes, edges, { x: nodeSize.width + 100, y: middle + 200 }, 10)?.id).toBe('a c');
    expect(edgeAt(boxes, edges, { x: nodeSize.width + 100, y: middle + 60 }, 10)).toBeUndefined();
  });

  it('C11 means a way back, which goes around', () => {
    expect(edgeAt(boxes, edges, { x: right + nodeSize.width + 2, y: 400 + middle }, 10)?.id).toBe('c a');
  });
});
