import type { Clock } from '../../src/platform/clock.ts';

/** A clock that stands still until it is told. */
export interface TrialClock extends Clock {
  /** Goes to a moment, such as `2026-11-22T14:05:00+03:00`. */
  set(moment: string): void;
  advance(duration: Temporal.DurationLike): void;
}

export function createTrialClock(moment: string): TrialClock {
  let now = Temporal.Instant.from(moment);
  return {
    now: () => now,
    set(next) {
      now = Temporal.Instant.from(next);
    },
    advance(duration) {
      now = now.add(duration);
    },
  };
}
