import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  correct,
  farthestMove,
  longestSession,
  moveSegments,
  overlap,
  trackerAfter,
  type Times,
} from './correction.ts';
import type { Segment } from './segments.ts';
import { activityId, sessionId } from './testing.ts';
import { decide, type Tracker } from './tracker.ts';

const base = Temporal.Instant.from('2026-11-22T00:00:00Z');
const at = (second: number) => base.add({ seconds: second });
const secondOf = (instant: Temporal.Instant) => base.until(instant).total('seconds');
const bounds = { now: at(10_000), oldest: at(-100_000_000), idMoment: at(0) };

/** A session within the first 40 seconds, as stretches with gaps between them; perhaps still running. */
const lived = fc
  .record({
    start: fc.nat({ max: 10 }),
    lengths: fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { maxLength: 3 }),
    firstPause: fc.nat({ max: 1 }),
    lastPause: fc.nat({ max: 3 }),
    runs: fc.boolean(),
  })
  .map(({ start, lengths, firstPause, lastPause, runs }) => {
    let now = start + firstPause;
    const segments = lengths.map(([active, pause], place): Segment => {
      const [from, to] = [now, now + active];
      const isLast = place === lengths.length - 1;
      now = isLast ? to + lastPause : to + pause;
      return { from: at(from), to: runs && isLast ? null : at(to) };
    });
    const finishedAt = runs ? null : at(Math.max(now, start));
    return { startedAt: at(start), finishedAt, segments };
  });
const whole = fc.integer({ min: 0, max: 60 });

const contains = (segments: readonly Segment[], second: number) =>
  segments.some(({ from, to }) => secondOf(from) <= second && (to === null || second < secondOf(to)));
const within = ({ startedAt, finishedAt }: Times, second: number) =>
  secondOf(startedAt) <= second && (finishedAt === null || second < secondOf(finishedAt));

describe('the stretches of a corrected session', () => {
  it('T9 keep each pause in its place, lose what is cut off and count what is added', () => {
    fc.assert(
      fc.property(lived, whole, fc.integer({ min: 1, max: 60 }), (session, start, length) => {
        const end = session.finishedAt;
        const to = { startedAt: at(start), finishedAt: end && at(start + length) };
        const sameLength = end !== null && length === secondOf(end) - secondOf(session.startedAt);
        const segments = moveSegments(session, to);
        for (let second = -1; second < 130; second += 1) {
          const back = sameLength ? second - start + secondOf(session.startedAt) : second;
          const expected = within(session, back) ? contains(session.segments, back) : within(to, second);
          expect([second, contains(segments, second)]).toEqual([second, within(to, second) && expected]);
        }
        // The form the database keeps: in order, none empty, none touching.
        for (const [place, { from, to: last }] of segments.entries()) {
          if (last) expect(secondOf(from)).toBeLessThan(secondOf(last));
          const next = segments[place + 1];
          if (next) expect(secondOf(next.from)).toBeGreaterThan(secondOf(last ?? at(1_000)));
        }
      }),
    );
  });

  it('T9 moving a session as a whole takes its pauses along', () => {
    const session = {
      startedAt: at(0),
      finishedAt: at(60),
      segments: [
        { from: at(0), to: at(20) },
        { from: at(30), to: at(60) },
      ],
    };
    expect(moveSegments(session, { startedAt: at(100), finishedAt: at(160) })).toEqual([
      { from: at(100), to: at(120) },
      { from: at(130), to: at(160) },
    ]);
  });
});

describe('a correction', () => {
  const finished = {
    id: sessionId('a'),
    activityId: activityId(1),
    startedAt: at(0),
    finishedAt: at(60),
    duration: 50,
    segments: [
      { from: at(0), to: at(20) },
      { from: at(30), to: at(60) },
    ],
    timeZone: 'Europe/Moscow',
  };
  const refusal = (correction: Parameters<typeof correct>[1], session = finished) => {
    const corrected = correct(session, correction, bounds);
    return corrected.ok ? null : corrected.refusal;
  };

  it('T9 changes the activity alone, even of a session that lasted no second', () => {
    const brief = { ...finished, finishedAt: at(0), duration: 0, segments: [] };
    const corrected = correct(brief, { activityId: activityId(2), startedAt: at(0) }, bounds);
    expect(corrected).toEqual({ ok: true, session: { ...brief, activityId: 2 } });
  });

  it('T9 counts the active seconds anew, in whole seconds', () => {
    const finishedAt = Temporal.Instant.from('2026-11-22T00:01:10.900Z');
    const corrected = correct(finished, { finishedAt }, bounds);
    expect(corrected).toMatchObject({ ok: true, session: { finishedAt: at(70), duration: 60 } });
  });

  it('T9 refuses what runs backwards, lies in the future, lasts too long or is too old', () => {
    expect(refusal({ finishedAt: at(0) })).toBe('backwards');
    expect(refusal({ startedAt: at(61) })).toBe('backwards');
    expect(refusal({ finishedAt: at(10_001) })).toBe('future');
    expect(refusal({ startedAt: at(60 - longestSession - 1) })).toBe('too_long');
    expect(refusal({ startedAt: at(-100_000_001), finishedAt: at(-100_000_000) })).toBe('too_old');
    expect(refusal({ startedAt: at(-farthestMove - 1), finishedAt: at(-farthestMove) })).toBe('too_far');
    expect(refusal({ startedAt: at(-farthestMove), finishedAt: at(-farthestMove + 1) })).toBeNull();
  });

  it('T9 gives a running session another start but no end', () => {
    const running = { ...finished, finishedAt: null, duration: null, segments: [{ from: at(0), to: null }] };
    expect(correct(running, { finishedAt: at(10) }, bounds)).toEqual({ ok: false, refusal: 'running' });
    expect(correct(running, { startedAt: at(10_001) }, bounds)).toEqual({ ok: false, refusal: 'future' });
    expect(correct(running, { startedAt: at(-30) }, bounds)).toMatchObject({
      ok: true,
      session: { startedAt: at(-30), segments: [{ from: at(-30), to: null }] },
    });
  });
});

describe('two sessions', () => {
  it('T9 overlap where they share a second, or one without any lies inside the other', () => {
    const times = fc.record({ start: fc.nat({ max: 12 }), length: fc.nat({ max: 6 }), runs: fc.boolean() });
    type Drawn = typeof times extends fc.Arbitrary<infer T> ? T : never;
    const given = ({ start, length, runs }: Drawn): Times => ({
      startedAt: at(start),
      finishedAt: runs ? null : at(start + length),
    });
    // Half a second into each second, and for one without any the moment itself.
    const moments = ({ start, length, runs }: Drawn) =>
      Array.from({ length: runs ? 60 : length }, (_, second) => start + second + 0.5);
    const holds = ({ start, length, runs }: Drawn, moment: number) =>
      moment > start && (runs || moment < start + length);
    const isInside = (inner: Drawn, outer: Drawn) => inner.length === 0 && !inner.runs && holds(outer, inner.start);
    fc.assert(
      fc.property(times, times, (one, other) => {
        const shared = moments(one).some((moment) => holds(other, moment));
        expect(overlap(given(one), given(other))).toBe(shared || isInside(one, other) || isInside(other, one));
      }),
    );
  });
});

describe('the tracker after a correction', () => {
  const idle: Tracker = { state: 'idle', version: 3, changedAt: at(100), session: null };
  const past = {
    id: sessionId('past'),
    activityId: activityId(1),
    startedAt: at(120),
    finishedAt: at(180),
    duration: 60,
    segments: [{ from: at(120), to: at(180) }],
    timeZone: 'UTC',
  };

  it('T9 a message that comes late does not begin within a session that was written down meanwhile', () => {
    const after = trackerAfter(idle, past);
    const start = { type: 'start', activityId: activityId(2), sessionId: sessionId('b'), timeZone: 'UTC' } as const;
    expect(decide(after, { ...start, at: at(150) })).toEqual({ ok: false, refusal: 'late' });
    expect(decide(after, { ...start, at: at(180) })).toMatchObject({ ok: true });
  });

  it('T9 a session before the last transition changes nothing about what buttons may do', () => {
    const earlier = { ...past, startedAt: at(10), finishedAt: at(100) };
    expect(trackerAfter(idle, earlier)).toBe(idle);
  });

  it('T9 a running session that begins later is not finished before its beginning', () => {
    const session = {
      id: sessionId('a'),
      activityId: activityId(1),
      startedAt: at(0),
      segments: [{ from: at(0), to: null }],
      timeZone: 'UTC',
    };
    const tracker: Tracker = { state: 'tracking', version: 1, changedAt: at(0), session };
    const moved = {
      ...past,
      ...session,
      startedAt: at(60),
      segments: [{ from: at(60), to: null }],
      finishedAt: null,
      duration: null,
    };
    const after = trackerAfter(tracker, moved);
    expect(after).toMatchObject({ state: 'tracking', version: 2, session: { startedAt: at(60) } });
    expect(decide(after, { type: 'finish', at: at(30) })).toEqual({ ok: false, refusal: 'late' });
    expect(decide(after, { type: 'finish', at: at(30), version: 2 })).toMatchObject({
      ok: true,
      events: [{ duration: 0, session: { finishedAt: at(60) } }],
    });
  });
});
