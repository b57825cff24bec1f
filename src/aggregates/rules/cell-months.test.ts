import { describe, expect, it } from 'vitest';
import { cellMonths, firstMonthFrom, type CellQuestion } from './cell-months.ts';

const moment = (text: string) => Temporal.Instant.from(text);
const day = (text: string) => Temporal.PlainDate.from(text);

function months(
  [from, to]: readonly [string | null, string],
  known: { closed?: string; archived?: string },
  overBefore: string | null = '2026-06-20T00:00:00Z',
): string | null {
  const question: CellQuestion = {
    from: from === null ? null : moment(from),
    to: moment(to),
    overBefore: overBefore === null ? null : moment(overBefore),
  };
  const range = cellMonths(question, {
    closedBefore: known.closed === undefined ? null : day(known.closed),
    archivedBefore: known.archived === undefined ? null : day(known.archived),
  });
  return range && `${String(range.from)} ${String(range.until)}`;
}

describe('the months that a report takes from cells', () => {
  it('T6 are all closed ones where it is about all time', () => {
    expect(months([null, '2026-07-21T00:00:00Z'], { closed: '2026-06-01' })).toBe('null 2026-06-01');
  });

  it('T6 are those that lie within it', () => {
    const closed = '2026-06-01';
    expect(months(['2025-12-31T21:00:00Z', '2026-07-21T00:00:00Z'], { closed })).toBe('2026-01-01 2026-06-01');
    expect(months(['2026-01-01T00:00:00Z', '2026-07-21T00:00:00Z'], { closed })).toBe('2026-01-01 2026-06-01');
    expect(months(['2026-01-01T00:00:01Z', '2026-07-21T00:00:00Z'], { closed })).toBe('2026-02-01 2026-06-01');
    expect(months(['2026-05-02T00:00:00Z', '2026-07-21T00:00:00Z'], { closed })).toBeNull();
  });

  it('T6 are none in which a session may have begun that was not over by the end', () => {
    const closed = '2026-06-01';
    expect(months([null, '2026-04-11T00:00:00Z'], { closed }, '2026-03-11T00:00:00Z')).toBe('null 2026-03-01');
    expect(months([null, '2026-04-11T00:00:00Z'], { closed }, null)).toBeNull();
  });

  it('T6 are none where none is closed', () => {
    expect(months([null, '2026-07-21T00:00:00Z'], {})).toBeNull();
  });

  it('D6 are all archived ones, as whole months in every zone', () => {
    const known = { closed: '2026-06-01', archived: '2021-06-01' };
    expect(months([null, '2026-07-21T00:00:00Z'], known, null)).toBe('null 2021-06-01');
    // March in Moscow, and in New York.
    expect(months(['2021-02-28T21:00:00Z', '2021-03-31T21:00:00Z'], known, null)).toBe('2021-03-01 2021-04-01');
    expect(months(['2021-03-01T05:00:00Z', '2021-04-01T04:00:00Z'], known, null)).toBe('2021-03-01 2021-04-01');
    expect(months(['2021-03-09T00:00:00Z', '2021-03-16T00:00:00Z'], known, null)).toBeNull();
    // From May in New York on: May is archived and what follows is not.
    expect(months(['2021-05-01T04:00:00Z', '2026-07-21T00:00:00Z'], known)).toBe('2021-05-01 2026-06-01');
  });
});

describe('the first month from a moment on', () => {
  it('is the moment’s own only where it is its first', () => {
    expect(firstMonthFrom(moment('2026-03-01T00:00:00Z')).toString()).toBe('2026-03-01');
    expect(firstMonthFrom(moment('2026-03-01T00:00:01Z')).toString()).toBe('2026-04-01');
    expect(firstMonthFrom(moment('2026-02-28T23:59:59Z')).toString()).toBe('2026-03-01');
  });
});
