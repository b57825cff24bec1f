/** Where moments come from. Passed in, so that a test can choose the time. */
export interface Clock {
  now(): Temporal.Instant;
}

let last = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * To the millisecond, and the same object for all who ask within one: many updates arrive together. To make one, to
 * collect it and to write it down for the database costs more than 1 µs each.
 */
export const systemClock: Clock = {
  now() {
    const milliseconds = Date.now();
    if (last.epochMilliseconds !== milliseconds) last = Temporal.Instant.fromEpochMilliseconds(milliseconds);
    return last;
  },
};
