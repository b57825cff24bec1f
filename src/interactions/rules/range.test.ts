import { expect, it } from 'vitest';
import { cutRange, localText, previousRange, readRange, usualUnit, type Range } from './range.ts';

const now = Temporal.Instant.from('2026-11-22T14:20:00Z');
const zone = 'Europe/Moscow';

function rangeOf(bounds: { from?: string; to?: string }, where = zone): Range {
  const range = readRange(bounds, { now, zone: where });
  if ('message' in range) throw new Error(range.message);
  return range;
}

function said({ from, to, zone: where }: Range): string[] {
  return [from, to].map((bound) => localText(bound, where));
}

function startsOf(range: Range, unit: 'hour' | 'day' | 'week' | 'month'): string[] {
  const bounds = cutRange(range, unit);
  if ('message' in bounds) throw new Error(bounds.message);
  return bounds.map((bound) => localText(bound, range.zone));
}

it('S2 a range is the last thirty days unless another is asked for, today included', () => {
  expect(said(rangeOf({}))).toEqual(['2026-10-24T00:00:00+03:00', '2026-11-23T00:00:00+03:00']);
  expect(said(rangeOf({ to: '2026-11-10' }))).toEqual(['2026-10-12T00:00:00+03:00', '2026-11-11T00:00:00+03:00']);
});

it('S2 days are whole and the last one is included, moments are widened to full quarters of an hour', () => {
  expect(said(rangeOf({ from: '2026-11-01', to: '2026-11-01' }))).toEqual([
    '2026-11-01T00:00:00+03:00',
    '2026-11-02T00:00:00+03:00',
  ]);
  expect(said(rangeOf({ from: '2026-11-01T10:07:00Z', to: '2026-11-01T10:31:00Z' }))).toEqual([
    '2026-11-01T13:00:00+03:00',
    '2026-11-01T13:45:00+03:00',
  ]);
});

it.each([
  [{ from: '2026-11-02', to: '2026-11-01' }, 'to', 'must lie behind from'],
  [{ from: '2020-01-01', to: '2026-01-01' }, 'from', 'must lie five years before to at most'],
  [{ from: '1999-01-01', to: '2001-01-01' }, 'from', 'must lie between 2000 and 2100'],
  [{ from: '2026-01-01', to: '2199-01-01' }, 'to', 'must lie between 2000 and 2100'],
])('S2 %j is refused', (bounds, field, message) => {
  expect(readRange(bounds, { now, zone })).toEqual({ field, message });
});

it('S2 the period before has as many days, also where the clocks were changed meanwhile', () => {
  const range = rangeOf({ from: '2026-10-20', to: '2026-11-02' }, 'Europe/Berlin');
  expect(said(previousRange(range))).toEqual(['2026-10-06T00:00:00+02:00', '2026-10-20T00:00:00+02:00']);
  const hours = rangeOf({ from: '2026-11-01T10:00:00Z', to: '2026-11-01T16:00:00Z' });
  expect(said(previousRange(hours))).toEqual(['2026-11-01T07:00:00+03:00', '2026-11-01T13:00:00+03:00']);
});

it('S2 steps are those of the calendar, weeks from Monday', () => {
  const range = rangeOf({ from: '2026-11-05', to: '2026-11-10' });
  expect(startsOf(range, 'week')).toEqual([
    '2026-11-05T00:00:00+03:00',
    '2026-11-09T00:00:00+03:00',
    '2026-11-11T00:00:00+03:00',
  ]);
  expect(startsOf(rangeOf({ from: '2026-01-15', to: '2026-02-15' }), 'month')).toEqual([
    '2026-01-15T00:00:00+03:00',
    '2026-02-01T00:00:00+03:00',
    '2026-02-16T00:00:00+03:00',
  ]);
});

it('S2 the day on which clocks go back has an hour more', () => {
  const range = rangeOf({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin');
  expect(startsOf(range, 'hour')).toHaveLength(26);
  expect(startsOf(range, 'day')).toHaveLength(2);
});

it('S2 more steps than anybody can read are refused', () => {
  expect(cutRange(rangeOf({ from: '2026-01-01', to: '2026-11-01' }), 'hour')).toMatchObject({ field: 'unit' });
});

it('S2 without a unit there are a few dozen steps', () => {
  const units = ['hour', 'day', 'week', 'month'] as const;
  const of = (from: string) => usualUnit(rangeOf({ from, to: '2026-11-22' }), units);
  expect(['2026-11-22', '2026-11-01', '2026-01-01', '2023-01-01'].map(of)).toEqual(['hour', 'day', 'week', 'month']);
  expect(usualUnit(rangeOf({ from: '2026-11-22' }), ['day', 'week'])).toBe('day');
});
