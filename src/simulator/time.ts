import type { Clock } from '../platform/clock.ts';

/** The simulated Telegram's own clock, which can be told to go wrong. */
export class TelegramTime {
  /** Whole seconds by which this clock is ahead of the machine's. */
  skewSeconds = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Unix seconds, as every `date` on the wire. */
  now(): number {
    return Math.floor(this.#clock.now().epochMilliseconds / 1000) + this.skewSeconds;
  }
}

/** Short of 2^31, with room for tens of millions of updates above. */
const UPDATE_ID_RANGE = 2_000_000_000;
const FIRST_DAY_SECONDS = Temporal.Instant.from('2026-01-01T00:00:00Z').epochMilliseconds / 1000;

/**
 * The first `update_id` of a fresh state: a millisecond count that starts again every 23 days. Two fresh states within
 * that time share an id only where more than a thousand updates a second came for all the time between them, and a bot
 * remembers ids for two days.
 */
export function firstUpdateId(clock: Clock): number {
  return 1 + (clock.now().epochMilliseconds % UPDATE_ID_RANGE);
}

/** The first `message_id` of a fresh state. A bot may remember the cards it sent before: they must not turn up again. */
export function firstMessageId(clock: Clock): number {
  return Math.max(1, Math.floor(clock.now().epochMilliseconds / 1000) - FIRST_DAY_SECONDS);
}
