import { describe, expect, it } from 'vitest';
import { directions, nearestBox, nextBox } from './next-box.ts';

const box = (id: string, x: number, y: number) => ({ id, position: { x, y } });
/** A command, its menu, and three screens behind it, as the picture places them. */
const [start, menu, first, second, third] = [
  box('/start', 0, 94),
  box('menu', 310, 94),
  box('first', 620, 0),
  box('second', 620, 94),
  box('third', 620, 188),
];
const boxes = [start, menu, first, second, third];

describe('arrow keys in the picture', () => {
  it('C11 go to the box on that side, the straight way before the short one', () => {
    expect(nextBox(boxes, start, directions.ArrowRight)).toBe(menu);
    expect(nextBox(boxes, menu, directions.ArrowRight)).toBe(second);
    expect(nextBox(boxes, second, directions.ArrowUp)).toBe(first);
    expect(nextBox(boxes, second, directions.ArrowDown)).toBe(third);
    expect(nextBox(boxes, third, directions.ArrowLeft)).toBe(menu);
  });

  it('C11 stay where nothing is on that side', () => {
    expect(nextBox(boxes, start, directions.ArrowLeft)).toBeUndefined();
    expect(nextBox([start, menu], start, directions.ArrowDown)).toBeUndefined();
  });

  it('C11 begin with what is in the middle of the sight', () => {
    expect(nearestBox(boxes, { x: 400, y: 300 })).toBe(menu);
    expect(nearestBox([], { x: 0, y: 0 })).toBeUndefined();
  });
});
