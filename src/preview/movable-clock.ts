import type { Clock } from '../platform/clock.ts';

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  set(moment: Temporal.Instant): void;
}

export function movableClock(begin: Temporal.Instant): MovableClock {
  let now = begin;
  return {
    now: () => now,
    set(moment) {
      now = moment;
    },
  };
}
