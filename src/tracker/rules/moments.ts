/** A moment, or null where one is open. */
type Moment = Temporal.Instant | null;

/**
 * The earliest of these moments, to the millisecond; null where one is open. Not by `Temporal.Instant.compare`, which
 * takes ten times as long.
 */
export function earliest(moments: readonly Moment[]): Moment {
  return moments.reduce((a, b) => (a && b ? (isBefore(b, a) ? b : a) : null), moments[0] ?? null);
}

/** The latest of these moments, to the millisecond; null where one is open. */
export function latest(moments: readonly Moment[]): Moment {
  return moments.reduce((a, b) => (a && b ? (isBefore(a, b) ? b : a) : null), moments[0] ?? null);
}

/** To the millisecond. */
export function isBefore(first: Temporal.Instant, second: Temporal.Instant): boolean {
  return first !== second && first.epochMilliseconds < second.epochMilliseconds;
}
