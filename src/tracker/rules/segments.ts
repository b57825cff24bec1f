import { momentAt } from '../../platform/moments.ts';
import { isBefore } from './moments.ts';

/**
 * An active stretch of a session, `from` included and `to` excluded; `to` is null while it is still open.
 * The database keeps a session's stretches as one multirange, which drops empty ranges and joins ranges that
 * touch. The functions here keep the same form, so that what is read back equals what was decided.
 */
export interface Segment {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant | null;
}

/** A stretch that has ended. */
export interface ClosedSegment extends Segment {
  readonly to: Temporal.Instant;
}

/** Whole seconds since 1970; the part of a second is dropped. */
export function epochSeconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}

/** The same moment without its part of a second: all the rules count in whole seconds. */
export function wholeSecond(instant: Temporal.Instant): Temporal.Instant {
  return momentAt(epochSeconds(instant));
}

export function latestOf(first: Temporal.Instant, second: Temporal.Instant): Temporal.Instant {
  return isBefore(first, second) ? second : first;
}

/** Whole seconds in which the timer ran, up to `now` for a stretch that is still open. Never negative. */
export function activeSeconds(segments: readonly Segment[], now: Temporal.Instant): number {
  let total = 0;
  for (const { from, to } of segments) total += Math.max(0, epochSeconds(to ?? now) - epochSeconds(from));
  return total;
}

/** Whole seconds between `startedAt` and `until` in which the timer stood still. Never negative. */
export function pausedSeconds(
  startedAt: Temporal.Instant,
  segments: readonly Segment[],
  until: Temporal.Instant,
): number {
  return Math.max(0, epochSeconds(until) - epochSeconds(startedAt) - activeSeconds(segments, until));
}

/** Ends the open stretch; one that would be empty or run backwards is dropped. */
export function closeSegments(segments: readonly Segment[], at: Temporal.Instant): readonly ClosedSegment[] {
  return segments.flatMap(({ from, to }) => {
    if (to !== null) return [{ from, to }];
    return isBefore(from, at) ? [{ from, to: at }] : [];
  });
}

/** Opens a stretch; one that touches the last continues it. */
export function openSegment(segments: readonly ClosedSegment[], at: Temporal.Instant): readonly Segment[] {
  const last = segments.at(-1);
  if (last === undefined || isBefore(last.to, at)) return [...segments, { from: at, to: null }];
  return [...segments.slice(0, -1), { from: last.from, to: null }];
}

/** Since when a paused session stands still: it was never active at all where its first second was paused. */
export function pausedSince(startedAt: Temporal.Instant, segments: readonly Segment[]): Temporal.Instant {
  return segments.at(-1)?.to ?? startedAt;
}
