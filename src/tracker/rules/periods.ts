/** Local days, both included. */
export interface DateRange {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** All time: from the first record on. */
export interface Unbounded {
  readonly from: null;
  readonly to: null;
}

export const NAMED_PERIODS = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_year',
  'all',
] as const;
export type NamedPeriod = (typeof NAMED_PERIODS)[number];
export type Period = NamedPeriod | DateRange;

export interface PeriodContext {
  /** The person's local day, which is not the calendar's while their day has yet to begin. */
  readonly today: Temporal.PlainDate;
  /** The first day of the week: 1 is Monday, 7 is Sunday. */
  readonly weekStart: number;
}

/** A period and what it is compared with. */
interface Compared {
  readonly range: DateRange | Unbounded;
  readonly previous: DateRange | null;
}

/** The named periods of a day: everybody for whom it is that day has the same, and to count days takes 1 µs each time. */
const knownPeriods = new WeakMap<Temporal.PlainDate, Map<string, Compared>>();

/**
 * The days of a period. «This week», month and year are whole, with the days to come: nothing is recorded in
 * them, and the heading does not change from day to day. A range given back to front is turned round.
 */
export function periodRange(period: Period, context: PeriodContext): DateRange | Unbounded {
  return typeof period === 'string' ? named(period, context).range : inOrder(period);
}

/**
 * The whole period of the same kind just before, to compare with; null for all time. A period that is still
 * going on is compared with the whole one before it, as in «today 5 h 10 min, yesterday 4 h 40 min»: a part
 * («yesterday until this hour») would show figures that no other card shows.
 * A chosen range of whole months is compared with as many months before, any other with as many days.
 */
export function previousPeriod(period: Period, context: PeriodContext): DateRange | null {
  return typeof period === 'string' ? named(period, context).previous : rangeBefore(inOrder(period));
}

function named(period: NamedPeriod, context: PeriodContext): Compared {
  const { today, weekStart } = context;
  let known = knownPeriods.get(today);
  if (!known) {
    known = new Map();
    knownPeriods.set(today, known);
  }
  const key = `${weekStart} ${period}`;
  const before = known.get(key);
  if (before) return before;
  const range = namedRange(period, context);
  const compared = { range, previous: range.from === null ? null : rangeBefore(range) };
  known.set(key, compared);
  return compared;
}

function namedRange(period: NamedPeriod, { today, weekStart }: PeriodContext): DateRange | Unbounded {
  const month = today.with({ day: 1 });
  switch (period) {
    case 'today':
      return oneDay(today);
    case 'yesterday':
      return oneDay(today.subtract({ days: 1 }));
    case 'this_week':
      return weekOf(today, weekStart);
    case 'last_week':
      return weekOf(today.subtract({ days: 7 }), weekStart);
    case 'this_month':
      return wholeMonths(month, 1);
    case 'last_month':
      return wholeMonths(month.subtract({ months: 1 }), 1);
    case 'this_year':
      return wholeMonths(month.with({ month: 1 }), 12);
    case 'all':
      return { from: null, to: null };
    default:
      return period satisfies never;
  }
}

function rangeBefore({ from, to }: DateRange): DateRange {
  const before = from.subtract({ days: 1 });
  const after = to.add({ days: 1 });
  if (from.day === 1 && after.day === 1)
    return { from: from.subtract(from.until(after, { largestUnit: 'months' })), to: before };
  return { from: from.subtract(from.until(after)), to: before };
}

/** The week that holds the day. @param weekStart its first day, 1 is Monday */
export function weekOf(day: Temporal.PlainDate, weekStart: number): DateRange {
  const from = day.subtract({ days: (day.dayOfWeek - weekStart + 7) % 7 });
  return { from, to: from.add({ days: 6 }) };
}

/** From the first to the last day of so many months. */
export function wholeMonths(first: Temporal.PlainDate, months: number): DateRange {
  return { from: first, to: first.add({ months }).subtract({ days: 1 }) };
}

export function oneDay(day: Temporal.PlainDate): DateRange {
  return { from: day, to: day };
}

function inOrder({ from, to }: DateRange): DateRange {
  return Temporal.PlainDate.compare(from, to) <= 0 ? { from, to } : { from: to, to: from };
}
