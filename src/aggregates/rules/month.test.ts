import { expect, it } from 'vitest';
import { monthOf } from './month.ts';

it('D4 a moment lies in its month of UTC, to the nanosecond, whichever was asked for before', () => {
  const edges: readonly (readonly [moment: string, month: string])[] = [
    ['2026-11-01T00:00:00Z', '2026-11-01'],
    ['2026-10-31T23:59:59.999999999Z', '2026-10-01'],
    ['2026-11-30T23:59:59.999999999Z', '2026-11-01'],
    ['2026-12-01T00:00:00Z', '2026-12-01'],
    ['2026-12-01T02:59:59+03:00', '2026-11-01'],
    ['2024-02-29T12:00:00Z', '2024-02-01'],
    ['1969-12-31T23:59:59.999999999Z', '1969-12-01'],
    ['1970-01-01T00:00:00Z', '1970-01-01'],
  ];
  for (const [moment, month] of [...edges, ...edges.toReversed()])
    expect(monthOf(Temporal.Instant.from(moment)).toString()).toBe(month);
});
