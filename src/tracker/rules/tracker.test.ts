import { describe, expect, it } from 'vitest';
import type { ActivityId, SessionId } from '../../platform/ids.ts';
import { activityId, sessionId } from './testing.ts';
import { decide, pausedSeconds, pausedSince, type Command, type Tracker, type TrackerEvent } from './tracker.ts';

const READING = activityId(1);
const WORK = activityId(2);
const FIRST = sessionId('first');
const SECOND = sessionId('second');
const fresh: Tracker = { state: 'idle', version: 0, changedAt: null, session: null };

/** A moment on the test's day, given as `14:05:00`. */
const at = (time: string) => Temporal.Instant.from(`2025-11-22T${time}Z`);
const start = (
  time: string,
  more: { activityId?: ActivityId; sessionId?: SessionId; version?: number } = {},
): Command => ({
  type: 'start',
  at: at(time),
  activityId: READING,
  sessionId: FIRST,
  timeZone: 'Europe/Moscow',
  ...more,
});
const switchToWork = (time: string, version?: number): Command => ({
  type: 'switch',
  at: at(time),
  activityId: WORK,
  sessionId: SECOND,
  timeZone: 'Asia/Omsk',
  version,
});
const give = (type: 'pause' | 'resume' | 'finish', time: string, version?: number): Command => ({
  type,
  at: at(time),
  version,
});

function after(...commands: readonly Command[]) {
  let tracker = fresh;
  let events: readonly TrackerEvent[] = [];
  for (const command of commands) {
    const decision = decide(tracker, command);
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.refusal}`);
    ({ tracker, events } = decision);
  }
  return { tracker, events };
}

const refusal = (tracker: Tracker, command: Command) => {
  const decision = decide(tracker, command);
  return decision.ok ? null : decision.refusal;
};

function finishedOf(...commands: readonly Command[]) {
  let tracker = fresh;
  for (const command of commands) {
    const decision = decide(tracker, command);
    if (!decision.ok) throw new Error(decision.refusal);
    tracker = decision.tracker;
    const finished = decision.events.find((event) => event.type === 'session.finished');
    if (finished?.type === 'session.finished') return { tracker, session: finished.session };
  }
  throw new Error('nothing was finished');
}

describe('tracker', () => {
  it('T2 a tap on an activity starts its timer, cut to the whole second', () => {
    const { tracker, events } = after({ ...start('14:05:00'), at: at('14:05:00.987') });
    expect(tracker).toEqual({
      state: 'tracking',
      version: 1,
      changedAt: at('14:05:00'),
      session: {
        id: FIRST,
        activityId: READING,
        startedAt: at('14:05:00'),
        segments: [{ from: at('14:05:00'), to: null }],
        timeZone: 'Europe/Moscow',
      },
    });
    expect(events.map((event) => event.type)).toEqual(['session.started']);
  });

  it('T3 T5 finishing counts the active seconds and leaves the pauses out', () => {
    const { session } = finishedOf(
      start('14:05:00'),
      give('pause', '14:17:00'),
      give('resume', '14:22:00'),
      give('finish', '14:42:00'),
    );
    expect(session).toMatchObject({ duration: 32 * 60, stateBefore: 'tracking' });
    expect(session.finishedAt).toEqual(at('14:42:00'));
    expect(pausedSeconds(session.startedAt, session.segments, session.finishedAt)).toBe(5 * 60);
  });

  it('T5 finishing in a pause ends the session at the finish and counts nothing of the pause', () => {
    const { session } = finishedOf(start('14:00:00'), give('pause', '14:10:00'), give('finish', '15:00:00'));
    expect(session).toMatchObject({ duration: 600, stateBefore: 'paused' });
    expect(session.finishedAt).toEqual(at('15:00:00'));
  });

  it('T5 a pause and its end within one second leave no trace in the stretches', () => {
    const { tracker } = after(start('14:00:00'), give('pause', '14:10:00'), give('resume', '14:10:00'));
    expect(tracker.session?.segments).toEqual([{ from: at('14:00:00'), to: null }]);
  });

  it('T5 a session paused in its first second has no stretch and stands since its start', () => {
    const { tracker } = after(start('14:00:00'), give('pause', '14:00:00'));
    expect(tracker.session?.segments).toEqual([]);
    expect(pausedSince(at('14:00:00'), [])).toEqual(at('14:00:00'));
  });

  it('T4 switching finishes and starts at one moment, in one step', () => {
    const { tracker, events } = after(start('14:00:00'), switchToWork('14:12:00'));
    expect(events).toMatchObject([
      { type: 'session.finished', sessionId: FIRST, duration: 720 },
      { type: 'session.started', sessionId: SECOND, activityId: WORK },
    ]);
    expect(events.map((event) => event.at)).toEqual([at('14:12:00'), at('14:12:00')]);
    expect(tracker).toMatchObject({ state: 'tracking', version: 2, session: { id: SECOND, timeZone: 'Asia/Omsk' } });
  });

  it('T4 what is not allowed says why and changes nothing', () => {
    const tracking = after(start('14:00:00')).tracker;
    const paused = after(start('14:00:00'), give('pause', '14:05:00')).tracker;
    expect(refusal(fresh, give('pause', '15:00:00'))).toBe('nothing_running');
    expect(refusal(fresh, give('resume', '15:00:00'))).toBe('nothing_running');
    expect(refusal(fresh, give('finish', '15:00:00'))).toBe('nothing_running');
    expect(refusal(fresh, switchToWork('15:00:00'))).toBe('nothing_running');
    expect(refusal(tracking, start('15:00:00'))).toBe('already_running');
    expect(refusal(paused, start('15:00:00'))).toBe('already_running');
    expect(refusal(tracking, start('15:00:00', { activityId: WORK }))).toBe('other_running');
    expect(refusal(tracking, give('resume', '15:00:00'))).toBe('not_paused');
    expect(refusal(paused, give('pause', '15:00:00'))).toBe('already_paused');
  });

  it('T4 the second of two taps on one button is told that it is done', () => {
    const tracking = after(start('14:00:00', { version: 0 })).tracker;
    const paused = after(start('14:00:00'), give('pause', '14:05:00', 1)).tracker;
    const resumed = after(start('14:00:00'), give('pause', '14:05:00'), give('resume', '14:06:00', 2)).tracker;
    const finished = after(start('14:00:00'), give('finish', '14:05:00', 1)).tracker;
    const switched = after(start('14:00:00'), switchToWork('14:05:00', 1)).tracker;
    expect(refusal(tracking, start('14:00:00', { version: 0 }))).toBe('already_running');
    expect(refusal(paused, give('pause', '14:05:00', 1))).toBe('already_paused');
    expect(refusal(resumed, give('resume', '14:06:00', 2))).toBe('already_running');
    expect(refusal(finished, give('finish', '14:05:00', 1))).toBe('nothing_running');
    expect(refusal(switched, switchToWork('14:05:00', 1))).toBe('already_running');
  });

  it('B4 a button made for a state that is gone is stale', () => {
    const paused = after(start('14:00:00'), give('pause', '14:05:00')).tracker;
    const restarted = after(start('14:00:00'), give('finish', '14:05:00'), start('14:06:00')).tracker;
    expect(refusal(paused, give('finish', '15:00:00', 1))).toBe('stale');
    expect(refusal(restarted, give('finish', '15:00:00', 1))).toBe('stale');
    expect(refusal(restarted, give('pause', '15:00:00', 1))).toBe('stale');
    expect(refusal(restarted, start('15:00:00', { activityId: WORK, version: 0 }))).toBe('stale');
    expect(refusal(fresh, give('finish', '15:00:00', 7))).toBe('stale');
  });

  it('B2 a message older than the last transition changes nothing; one of the same second counts', () => {
    const { tracker } = after(start('14:00:00'), give('pause', '14:05:00'));
    expect(refusal(tracker, give('finish', '14:04:59.999'))).toBe('late');
    expect(refusal(tracker, give('finish', '14:05:00'))).toBeNull();
    expect(refusal(after(start('14:00:00'), give('finish', '14:05:00')).tracker, start('14:04:00'))).toBe('late');
  });

  it('B2 a press on a current button from a replica whose clock is behind counts from the last transition', () => {
    const paused = after(start('14:00:00'), give('pause', '14:05:00')).tracker;
    const decision = decide(paused, give('resume', '14:04:58', 2));
    expect(decision).toMatchObject({ ok: true, tracker: { state: 'tracking' } });
    expect(decision.ok && decision.tracker.changedAt).toEqual(at('14:05:00'));
  });

  it('T4 taking a finish back goes on as if it had not been', () => {
    for (const prelude of [[start('14:00:00')], [start('14:00:00'), give('pause', '14:10:00')]]) {
      const before = after(...prelude).tracker;
      const { tracker, session } = finishedOf(...prelude, give('finish', '14:20:00'));
      const reopened = decide(tracker, { type: 'reopen', at: at('14:21:00'), version: tracker.version, session });
      expect(reopened).toEqual({
        ok: true,
        tracker: { ...before, version: tracker.version + 1, changedAt: at('14:21:00') },
        events: [
          {
            type: 'session.reopened',
            at: at('14:21:00'),
            sessionId: FIRST,
            activityId: READING,
            startedAt: at('14:00:00'),
            state: before.state,
          },
        ],
      });
    }
  });

  it('T4 a finish cannot be taken back once something has happened, nor twice, nor for another session', () => {
    const { tracker, session } = finishedOf(start('14:00:00'), give('finish', '14:20:00'));
    const reopen: Command = { type: 'reopen', at: at('14:30:00'), version: tracker.version, session };
    const next = decide(tracker, start('14:25:00', { sessionId: SECOND }));
    const back = decide(tracker, reopen);
    if (!next.ok || !back.ok) throw new Error('both are allowed');
    expect(refusal(next.tracker, reopen)).toBe('stale');
    expect(refusal(back.tracker, reopen)).toBe('already_running');
    expect(refusal(tracker, { ...reopen, session: { ...session, finishedAt: at('11:00:00') } })).toBe('stale');
  });
});
