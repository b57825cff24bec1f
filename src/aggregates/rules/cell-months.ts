import { monthOf } from './month.ts';

/** Which cells may be relied on; null where none are. */
export interface CellState {
  /** Cells of months before this one are exact. */
  readonly closedBefore: Temporal.PlainDate | null;
  /** Months before this one have cells, and no rows any more. */
  readonly archivedBefore: Temporal.PlainDate | null;
}

/** The same days in every zone of a person, as one stretch. */
export interface CellQuestion {
  /** The latest of their beginnings; null is open. */
  readonly from: Temporal.Instant | null;
  /** The earliest of their ends, or the present where that comes first. */
  readonly to: Temporal.Instant;
  /** All sessions that began before this moment were over by `to`; null where that is not known of any moment. */
  readonly overBefore: Temporal.Instant | null;
}

/** Months of UTC by their first days; `from` null is open, `until` is not included. */
export interface MonthRange {
  readonly from: Temporal.PlainDate | null;
  readonly until: Temporal.PlainDate;
}

/**
 * How far a local day may begin from the day of UTC. Of archived months there are only cells, whose edges are those of
 * UTC: whoever asks about a whole month gets it.
 */
const zonesApart = { hours: 48 } as const;

/**
 * The months that a question may take from cells: closed ones, in which every session that began was over within the
 * question. All other sessions of the question are to be read from rows. Archived months count as whole ones.
 */
export function cellMonths({ from, to, overBefore }: CellQuestion, state: CellState): MonthRange | null {
  const { closedBefore, archivedBefore } = state;
  const closed = closedBefore && overBefore && earlier(closedBefore, monthOf(overBefore));
  const archived = archivedBefore && earlier(archivedBefore, monthOf(to.add(zonesApart)));
  const until = closed && archived ? later(closed, archived) : (closed ?? archived);
  if (!until) return null;
  if (!from) return { from: null, until };
  const whole = firstMonthFrom(from.subtract(zonesApart));
  const isArchived = archivedBefore !== null && Temporal.PlainDate.compare(whole, archivedBefore) < 0;
  const first = isArchived ? whole : firstMonthFrom(from);
  return Temporal.PlainDate.compare(first, until) < 0 ? { from: first, until } : null;
}

/** The first month that does not begin before the moment. */
export function firstMonthFrom(moment: Temporal.Instant): Temporal.PlainDate {
  return monthOf(moment.subtract({ nanoseconds: 1 })).add({ months: 1 });
}

function earlier(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) <= 0 ? one : other;
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return earlier(one, other) === one ? other : one;
}
