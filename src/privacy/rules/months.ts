import { monthOf, monthStart } from '../../aggregates/rules/month.ts';

/** A stretch of time; null is without end. */
export interface Stretch {
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

/** An update waits a day at most, and clocks differ: what came by itself is no older than this before somebody was met. */
const margin = { hours: 48 } as const;

/**
 * All of time, in parts that fit the partitions: everything before somebody was met, each month of UTC since, and
 * everything after this one.
 */
export function monthsSince(met: Temporal.Instant, now: Temporal.Instant): readonly Stretch[] {
  const starts: Temporal.Instant[] = [];
  const last = monthOf(now);
  let month = monthOf(met.subtract(margin));
  for (; Temporal.PlainDate.compare(month, last) <= 0; month = month.add({ months: 1 })) starts.push(monthStart(month));
  return [null, ...starts].map((from, place) => ({ from, to: starts[place] ?? null }));
}
