import type { ActivityId, SessionId } from '../../platform/ids.ts';
import { activeSeconds, epochSeconds, latestOf, wholeSecond, type Segment } from './segments.ts';
import type { Tracker } from './tracker-model.ts';

/** From when to when a session went; the end is null while it goes on. */
export interface Times {
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

/** A session as it is kept, running or finished. */
export interface SessionRecord extends Times {
  readonly id: SessionId;
  readonly activityId: ActivityId;
  /** Active seconds; null while it goes on. */
  readonly duration: number | null;
  readonly segments: readonly Segment[];
  readonly timeZone: string;
}

/** What is to be different; a part that is left out stays. */
export interface Correction {
  readonly activityId?: ActivityId | undefined;
  readonly startedAt?: Temporal.Instant | undefined;
  readonly finishedAt?: Temporal.Instant | undefined;
}

/**
 * Why times are refused.
 * - `backwards`: it would end before it begins, or at once
 * - `future`: it would begin or end later than now
 * - `too_long`: longer than a session can be
 * - `too_old`: older than what is kept
 * - `too_far`: its start would move further than a session is looked for by its id
 * - `running`: it has no end that could be changed yet
 */
export type TimesRefusal = 'backwards' | 'future' | 'too_long' | 'too_old' | 'too_far' | 'running';

/** Seconds a session written down by hand may last at most: 31 days. */
export const longestSession = 31 * 86_400;
/** Seconds by which the start may move away from the moment in the session's id: 31 days, a neighbouring month. */
export const farthestMove = 31 * 86_400;

export interface Bounds {
  readonly now: Temporal.Instant;
  /** What began before is not kept any more. */
  readonly oldest: Temporal.Instant;
}

/** @returns what is wrong with the times of a session that is written down by hand; null where nothing is. */
export function checkTimes({ startedAt, finishedAt }: Times, { now, oldest }: Bounds): TimesRefusal | null {
  const [start, end] = [epochSeconds(startedAt), epochSeconds(finishedAt ?? now)];
  if (start > epochSeconds(now) || end > epochSeconds(now)) return 'future';
  if (finishedAt !== null && end <= start) return 'backwards';
  if (end - start > longestSession) return 'too_long';
  return start < epochSeconds(oldest) ? 'too_old' : null;
}

/** Whether two sessions of one person share a moment. One that lasted no second is met only inside another. */
export function overlap(one: Times, other: Times): boolean {
  return beginsBeforeEnd(one, other) && beginsBeforeEnd(other, one);
}

function beginsBeforeEnd({ startedAt }: Times, { finishedAt }: Times): boolean {
  return finishedAt === null || Temporal.Instant.compare(startedAt, finishedAt) < 0;
}

/**
 * The active stretches of a session whose ends move. One that moves as a whole takes its pauses along. Otherwise
 * pauses stay where they were, what is cut off is gone, and what is added to either end counts as active: whoever says
 * that it went on longer means that they were at it.
 */
export function moveSegments(session: Times & Pick<SessionRecord, 'segments'>, to: Times): readonly Segment[] {
  const { startedAt, finishedAt, segments } = session;
  const moved = epochSeconds(to.startedAt) - epochSeconds(startedAt);
  if (finishedAt && to.finishedAt && epochSeconds(to.finishedAt) - epochSeconds(finishedAt) === moved)
    return segments.map((segment) => shift(segment, moved));
  const added = finishedAt && to.finishedAt ? [{ from: finishedAt, to: to.finishedAt }] : [];
  return joined([{ from: to.startedAt, to: startedAt }, ...segments, ...added].map((segment) => cut(segment, to)));
}

function shift({ from, to }: Segment, seconds: number): Segment {
  return { from: from.add({ seconds }), to: to && to.add({ seconds }) };
}

function cut({ from, to }: Segment, { startedAt, finishedAt }: Times): Segment {
  return { from: latestOf(from, startedAt), to: earliestEnd(to, finishedAt) };
}

function earliestEnd(first: Temporal.Instant | null, second: Temporal.Instant | null): Temporal.Instant | null {
  if (first === null || second === null) return first ?? second;
  return Temporal.Instant.compare(first, second) <= 0 ? first : second;
}

/** In order, without empty stretches, those that touch made one: the form that the database gives back. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const whole: Segment[] = [];
  for (const { from, to } of segments) {
    if (to !== null && Temporal.Instant.compare(from, to) >= 0) continue;
    const last = whole.at(-1);
    if (last?.to && last.to.equals(from)) whole[whole.length - 1] = { from: last.from, to };
    else whole.push({ from, to });
  }
  return whole;
}

export type Corrected =
  | { readonly ok: true; readonly session: SessionRecord }
  | { readonly ok: false; readonly refusal: TimesRefusal };

/**
 * The session as it is after a correction. Moments are cut to whole seconds.
 *
 * @param idMoment the moment in the session's id, near which it is looked for.
 */
export function correct(
  session: SessionRecord,
  correction: Correction,
  bounds: Bounds & { readonly idMoment: Temporal.Instant },
): Corrected {
  const { activityId = session.activityId } = correction;
  if (session.finishedAt === null && correction.finishedAt) return { ok: false, refusal: 'running' };
  const times = {
    startedAt: correction.startedAt ? wholeSecond(correction.startedAt) : session.startedAt,
    finishedAt: correction.finishedAt ? wholeSecond(correction.finishedAt) : session.finishedAt,
  };
  // One that ended in the second in which it began is no mistake as long as its times stay.
  if (isSame(times, session)) return { ok: true, session: { ...session, activityId } };
  const refusal = checkTimes(times, bounds);
  if (refusal) return { ok: false, refusal };
  if (Math.abs(epochSeconds(times.startedAt) - epochSeconds(bounds.idMoment)) > farthestMove)
    return { ok: false, refusal: 'too_far' };
  const segments = moveSegments(session, times);
  const duration = times.finishedAt && activeSeconds(segments, times.finishedAt);
  return { ok: true, session: { ...session, ...times, activityId, segments, duration } };
}

function isSame(one: Times, other: Times): boolean {
  if (!one.startedAt.equals(other.startedAt)) return false;
  return one.finishedAt === null ? other.finishedAt === null : one.finishedAt.equals(other.finishedAt ?? one.startedAt);
}

/**
 * The tracker once a session was written down or corrected. What comes late must not begin within that session, nor a
 * finish be taken back across it: so its end counts as the last transition where it is the later one. A running session
 * that was corrected is as good as a transition: buttons made before it are out of date.
 */
export function trackerAfter(tracker: Tracker, { id, startedAt, finishedAt, ...rest }: SessionRecord): Tracker {
  const version = tracker.version + 1;
  if (tracker.session !== null && tracker.session.id === id) {
    const { activityId, segments, timeZone } = rest;
    const session = { id, startedAt, activityId, segments, timeZone };
    return { ...tracker, version, changedAt: latestOf(tracker.changedAt, startedAt), session };
  }
  const { changedAt } = tracker;
  if (finishedAt === null || (changedAt && Temporal.Instant.compare(finishedAt, changedAt) <= 0)) return tracker;
  return { ...tracker, version, changedAt: finishedAt };
}
