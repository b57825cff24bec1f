import { expect, it } from 'vitest';
import { daysOf, readDays } from './range.ts';

const today = Temporal.PlainDate.from('2026-03-15');

it.each([
  ['today', '2026-03-15', '2026-03-15'],
  ['7d', '2026-03-09', '2026-03-15'],
  ['30d', '2026-02-14', '2026-03-15'],
  ['90d', '2025-12-16', '2026-03-15'],
  ['month', '2026-03-01', '2026-03-15'],
  ['last_month', '2026-02-01', '2026-02-28'],
  ['year', '2026-01-01', '2026-03-15'],
] as const)('S2 %s is from %s to %s', (preset, from, to) => {
  expect(daysOf(preset, today)).toEqual({ from, to });
});

it('S2 two days of an address are put in order, and nonsense is none', () => {
  expect(readDays('2026-03-15', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-15' });
  expect(readDays('2026-02-30', '2026-03-01')).toBeNull();
  expect(readDays(undefined, '2026-03-01')).toBeNull();
});
