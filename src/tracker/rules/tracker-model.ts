import type { ActivityId, SessionId } from '../../platform/ids.ts';
import type { ClosedSegment, Segment } from './segments.ts';

/** A session that goes on. Its last segment is open exactly while the tracker is tracking. */
export interface RunningSession {
  readonly id: SessionId;
  readonly activityId: ActivityId;
  readonly startedAt: Temporal.Instant;
  readonly segments: readonly Segment[];
  /** The zone the session was started in, where its days are counted. */
  readonly timeZone: string;
}

export type RunningState = 'tracking' | 'paused';

export interface FinishedSession extends RunningSession {
  readonly segments: readonly ClosedSegment[];
  readonly finishedAt: Temporal.Instant;
  /** Active seconds, pauses excluded. */
  readonly duration: number;
  /** What it was doing when it was finished; `reopen` puts it back there. */
  readonly stateBefore: RunningState;
}

interface TrackerRow {
  /** Grows by one with each transition; buttons carry it. */
  readonly version: number;
}

export interface IdleTracker extends TrackerRow {
  readonly state: 'idle';
  /** The moment of the last transition; null for who has never started anything. */
  readonly changedAt: Temporal.Instant | null;
  readonly session: null;
}

export interface RunningTracker extends TrackerRow {
  readonly state: RunningState;
  readonly changedAt: Temporal.Instant;
  readonly session: RunningSession;
}

export type Tracker = IdleTracker | RunningTracker;

/** When it was given, and the version its button carried: a button has one, a typed message has none. */
interface Given {
  readonly at: Temporal.Instant;
  readonly version?: number | undefined;
}

/** What a start and a switch both need. */
export interface Begin extends Given {
  readonly activityId: ActivityId;
  /** Made by the caller, because randomness comes in as an argument. */
  readonly sessionId: SessionId;
  readonly timeZone: string;
}

export type StartCommand = Begin & { readonly type: 'start' };
export type SwitchCommand = Begin & { readonly type: 'switch' };
export type PlainCommand = Given & { readonly type: 'pause' | 'resume' | 'finish' };
/** Takes a finish back. It always carries the version which that finish made. */
export type ReopenCommand = Given & {
  readonly type: 'reopen';
  readonly version: number;
  readonly session: FinishedSession;
};
export type Command = StartCommand | SwitchCommand | PlainCommand | ReopenCommand;

/** What every event says. */
export interface SessionFacts {
  readonly at: Temporal.Instant;
  readonly sessionId: SessionId;
  readonly activityId: ActivityId;
  readonly startedAt: Temporal.Instant;
}

export type TrackerEvent =
  | (SessionFacts & { readonly type: 'session.started'; readonly timeZone: string })
  /** `active`: seconds of the whole session so far. */
  | (SessionFacts & { readonly type: 'session.paused'; readonly active: number })
  /** `paused`: seconds of all its pauses so far, this one included. */
  | (SessionFacts & { readonly type: 'session.resumed'; readonly paused: number })
  | (SessionFacts & {
      readonly type: 'session.finished';
      readonly duration: number;
      readonly session: FinishedSession;
    })
  | (SessionFacts & { readonly type: 'session.reopened'; readonly state: RunningState });

/**
 * Why a command changed nothing.
 * - `already_running`: this very activity is the running one (or a second tap on what has just set it going)
 * - `other_running`: another activity is; offer to switch
 * - `nothing_running`: there is nothing to pause, resume, finish or switch from
 * - `already_paused`, `not_paused`: it is as asked for
 * - `stale`: the button was made for a state that is gone
 * - `late`: given before the last transition
 */
export type Refusal =
  | 'already_running'
  | 'other_running'
  | 'nothing_running'
  | 'already_paused'
  | 'not_paused'
  | 'stale'
  | 'late';

export type Decision =
  | { readonly ok: true; readonly tracker: Tracker; readonly events: readonly TrackerEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };
