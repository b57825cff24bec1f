import { expect, it } from 'vitest';
import { monthOfPartition, partitionOf, runOfKey, partKey } from './layout.ts';
import { firstKeptMonth, readMonth } from './months.ts';
import { RowSum } from './row-sum.ts';

const at = (text: string) => Temporal.Instant.from(text);
const march = Temporal.PlainYearMonth.from('2021-03');

function sumOf(...lines: string[]) {
  const sum = new RowSum();
  for (const line of lines) sum.add(line);
  return sum.value;
}

it('D6 a month goes when all of it lies past retention, in every zone and with a week for second thoughts', () => {
  expect(firstKeptMonth(at('2026-11-22T12:00:00Z'), 5).toString()).toBe('2021-11');
  // October 2021 ended five years ago, but a deletion of last week can still be undone.
  expect(firstKeptMonth(at('2026-11-01T00:00:00Z'), 5).toString()).toBe('2021-10');
  expect(firstKeptMonth(at('2026-11-08T23:59:59Z'), 5).toString()).toBe('2021-10');
  expect(firstKeptMonth(at('2026-11-09T00:00:00Z'), 5).toString()).toBe('2021-11');
  // Leap days are no trap.
  expect(firstKeptMonth(at('2028-02-29T12:00:00Z'), 1).toString()).toBe('2027-02');
});

it('D6 a month is written as year and month', () => {
  expect(readMonth('2021-03')?.toString()).toBe('2021-03');
  for (const text of ['2021-13', '2021-00', '2021-3', '2021-03-01', 'march', '']) expect(readMonth(text)).toBeNull();
});

it('D6 a partition and an object tell what they belong to', () => {
  const place = { table: 'session_events_log', month: march, run: '11111111-2222-4333-8444-555555555555' } as const;
  expect(partitionOf(place)).toBe('session_events_log_2021_03');
  expect(monthOfPartition('session_events_log', 'session_events_log_2021_03')?.toString()).toBe('2021-03');
  expect(monthOfPartition('sessions', 'sessions_default')).toBeNull();
  expect(partKey(place, 12)).toBe(`archive/session_events_log/2021-03/${place.run}/part-0012.blocks`);
  expect(runOfKey(partKey(place, 12))).toBe(place.run);
  expect(runOfKey('exports/1/a.csv')).toBeNull();
});

it('D6 a sum over rows knows what is there and how often, not in which order', () => {
  expect(sumOf('a', 'b', 'c')).toEqual(sumOf('c', 'a', 'b'));
  expect(sumOf('a', 'b')).not.toEqual(sumOf('a', 'b', 'b'));
  expect(sumOf('a', 'a')).not.toEqual(sumOf('b', 'b'));
  expect(sumOf()).toEqual({ rows: 0, digest: '0' });
});
