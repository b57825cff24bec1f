import { LatelyUsed } from './lately-used.ts';

/** A moment with its text, once somebody has asked for it. */
interface Known {
  readonly moment: Temporal.Instant;
  text: string | null;
}

/** As many seconds and texts are remembered: of groups of updates many are of the same second, and many sessions too. */
const remembered = 4_096;
const seconds = new LatelyUsed<number, Known>(remembered);
const texts = new LatelyUsed<string, Temporal.Instant>(remembered);

/**
 * The moment of a whole second since 1970, the same object for everybody. To make a `Temporal.Instant` costs 0.5 µs, and
 * later the collector as much again, for it lies outside its heap; to spell one out costs 0.7 µs.
 */
export function momentAt(second: number): Temporal.Instant {
  return seconds.get(second)?.moment ?? remember(second, Temporal.Instant.fromEpochMilliseconds(second * 1000));
}

/** The text of a moment as `toString` makes it. */
export function momentText(moment: Temporal.Instant): string {
  const found = seconds.get(moment.epochMilliseconds / 1000);
  // Another one may have a part of a millisecond.
  if (found?.moment !== moment) return moment.toString();
  found.text ??= moment.toString();
  return found.text;
}

/**
 * Reads a moment as `Temporal.Instant.from` does.
 *
 * @throws {RangeError} for what is no moment.
 */
export function readMoment(text: string): Temporal.Instant {
  const before = texts.get(text);
  if (before) return before;
  const read = Temporal.Instant.from(text);
  // What is spelt out to a part of a second is hardly ever met again.
  if (text.includes('.') || text.includes(',')) return read;
  const second = read.epochMilliseconds / 1000;
  const moment = seconds.get(second)?.moment ?? remember(second, read);
  texts.set(text, moment);
  return moment;
}

function remember(second: number, moment: Temporal.Instant): Temporal.Instant {
  seconds.set(second, { moment, text: null });
  return moment;
}
