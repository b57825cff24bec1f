import { expect, it } from 'vitest';
import { monthsSince } from './months.ts';

const at = (text: string) => Temporal.Instant.from(text);
const shown = (met: string, now: string) =>
  monthsSince(at(met), at(now)).map(({ from, to }) => `${from?.toString() ?? '…'} – ${to?.toString() ?? '…'}`);

it('T12 parts all of time by the months since somebody was met, with two days to spare', () => {
  expect(shown('2026-11-02T12:00:00Z', '2026-12-31T23:59:59Z')).toEqual([
    '… – 2026-10-01T00:00:00Z',
    '2026-10-01T00:00:00Z – 2026-11-01T00:00:00Z',
    '2026-11-01T00:00:00Z – 2026-12-01T00:00:00Z',
    '2026-12-01T00:00:00Z – …',
  ]);
});

it('T12 leaves nothing out where clocks disagree', () => {
  expect(shown('2026-12-20T00:00:00Z', '2026-11-22T00:00:00Z')).toEqual(['… – …']);
});
