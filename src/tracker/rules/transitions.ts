import { activeSeconds, closeSegments, epochSeconds, openSegment, pausedSeconds, wholeSecond } from './segments.ts';
import type {
  Begin,
  Decision,
  Refusal,
  ReopenCommand,
  RunningSession,
  RunningTracker,
  SessionFacts,
  Tracker,
  TrackerEvent,
} from './tracker-model.ts';

export function start(tracker: Tracker, command: Begin, at: Temporal.Instant): Decision {
  const { sessionId, activityId, timeZone } = command;
  const session = { id: sessionId, activityId, startedAt: at, segments: openSegment([], at), timeZone };
  return accepted({ state: 'tracking', version: tracker.version + 1, changedAt: at, session }, [
    { type: 'session.started', ...about(session, at), timeZone },
  ]);
}

export function pause(tracker: RunningTracker, at: Temporal.Instant): Decision {
  const session = { ...tracker.session, segments: closeSegments(tracker.session.segments, at) };
  return accepted({ state: 'paused', version: tracker.version + 1, changedAt: at, session }, [
    { type: 'session.paused', ...about(session, at), active: activeSeconds(session.segments, at) },
  ]);
}

export function resume(tracker: RunningTracker, at: Temporal.Instant): Decision {
  const stretches = closeSegments(tracker.session.segments, at);
  const session = { ...tracker.session, segments: openSegment(stretches, at) };
  return accepted({ state: 'tracking', version: tracker.version + 1, changedAt: at, session }, [
    { type: 'session.resumed', ...about(session, at), paused: pausedSeconds(session.startedAt, stretches, at) },
  ]);
}

export function finish(tracker: RunningTracker, at: Temporal.Instant): Decision {
  return accepted({ state: 'idle', version: tracker.version + 1, changedAt: at, session: null }, [
    finishedEvent(tracker, at),
  ]);
}

/** Finishing and starting in one transition: no second is lost between the two, and none counts twice. */
export function switchTo(tracker: RunningTracker, command: Begin, at: Temporal.Instant): Decision {
  const begun = start(tracker, command, at);
  return begun.ok ? { ...begun, events: [finishedEvent(tracker, at), ...begun.events] } : begun;
}

/** The session goes on as if it had not been finished: the time since then counts, unless it stood paused. */
export function reopen(tracker: Tracker, command: ReopenCommand, at: Temporal.Instant): Decision {
  const { finishedAt, duration: _, stateBefore: state, ...before } = command.session;
  // A version that fits and a session that does not: a button nobody was given.
  if (tracker.state !== 'idle' || tracker.changedAt === null || !isSameSecond(tracker.changedAt, finishedAt)) {
    return refused('stale');
  }
  const segments = state === 'tracking' ? openSegment(before.segments, wholeSecond(finishedAt)) : before.segments;
  const session = { ...before, segments };
  return accepted({ state, version: tracker.version + 1, changedAt: at, session }, [
    { type: 'session.reopened', ...about(session, at), state },
  ]);
}

function finishedEvent(tracker: RunningTracker, at: Temporal.Instant): TrackerEvent {
  const segments = closeSegments(tracker.session.segments, at);
  const duration = activeSeconds(segments, at);
  const session = { ...tracker.session, segments, finishedAt: at, duration, stateBefore: tracker.state };
  return { type: 'session.finished', ...about(session, at), duration, session };
}

function about(session: RunningSession, at: Temporal.Instant): SessionFacts {
  return { at, sessionId: session.id, activityId: session.activityId, startedAt: session.startedAt };
}

function isSameSecond(first: Temporal.Instant, second: Temporal.Instant): boolean {
  return epochSeconds(first) === epochSeconds(second);
}

const accepted = (tracker: Tracker, events: readonly TrackerEvent[]): Decision => ({ ok: true, tracker, events });
export const refused = (refusal: Refusal): Decision => ({ ok: false, refusal });
