import { expect, it } from 'vitest';
import { shapeOfDay } from './shape.ts';

it('O2 a day of 10,000 people has 130,000 updates and 22 a second at its peak, however fast it goes', () => {
  for (const speed of [1, 20]) {
    const day = shapeOfDay(10_000, speed);
    const updates = day.reduce((sum, { rate, seconds }) => sum + rate * seconds, 0);
    const length = day.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(Math.round(updates)).toBe(130_000);
    expect(length).toBeCloseTo(86_400 / speed);
    expect(Math.max(...day.map(({ rate }) => rate)) / speed).toBeCloseTo(22);
  }
});
