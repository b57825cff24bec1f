import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activeSeconds,
  decide,
  type Command,
  type FinishedSession,
  type Tracker,
  type TrackerEvent,
} from './tracker.ts';
import { activityId, sessionId } from './testing.ts';

const NOON = Temporal.Instant.from('2025-11-22T12:00:00Z');
const ACTIVITIES = [activityId(1), activityId(2)] as const;

/** What a person does: how many milliseconds later, with a button so many versions old or by typing. */
const step = fc.record({
  type: fc.constantFrom('start', 'switch', 'pause', 'resume', 'finish', 'reopen'),
  activity: fc.constantFrom(...ACTIVITIES),
  later: fc.integer({ min: -2_000, max: 90_000 }),
  age: fc.oneof(fc.constant(null), fc.constant(0), fc.nat({ max: 2 })),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The naive model: two counters and no stretches, moved on second by second counting. */
interface Model {
  readonly state: 'idle' | 'tracking' | 'paused';
  readonly activity: number | null;
  readonly active: number;
  /** The second up to which `active` is counted. */
  readonly counted: number;
  readonly version: number;
}

const seconds = (instant: Temporal.Instant) => Math.floor(instant.epochMilliseconds / 1000);

function follow(model: Model, command: Command): Model | null {
  const { version } = command;
  const given = seconds(command.at);
  if (version === undefined ? given < model.counted : version !== model.version) return null;
  const now = Math.max(given, model.counted);
  const active = model.active + (model.state === 'tracking' ? now - model.counted : 0);
  const next = { ...model, active, counted: now, version: model.version + 1 };
  switch (command.type) {
    case 'start':
      return model.state === 'idle' ? { ...next, state: 'tracking', activity: command.activityId, active: 0 } : null;
    case 'switch':
      return model.state === 'idle' || model.activity === command.activityId
        ? null
        : { ...next, state: 'tracking', activity: command.activityId, active: 0 };
    case 'pause':
      return model.state === 'tracking' ? { ...next, state: 'paused' } : null;
    case 'resume':
      return model.state === 'paused' ? { ...next, state: 'tracking' } : null;
    case 'finish':
      return model.state === 'idle' ? null : { ...next, state: 'idle', activity: null, active: 0 };
    case 'reopen': {
      if (model.state !== 'idle') return null;
      const { session } = command;
      const since = session.stateBefore === 'tracking' ? now - seconds(session.finishedAt) : 0;
      return { ...next, state: session.stateBefore, activity: session.activityId, active: session.duration + since };
    }
    default:
      return command satisfies never;
  }
}

interface Told {
  readonly command: Command;
  readonly before: Tracker;
  readonly tracker: Tracker;
  readonly events: readonly TrackerEvent[] | null;
}

/** Plays the steps and keeps, for each, what was before and what came of it. */
function play(steps: readonly Step[]): readonly Told[] {
  let tracker: Tracker = { state: 'idle', version: 0, changedAt: null, session: null };
  let at = NOON;
  let last: { session: FinishedSession; version: number } | null = null;
  const told: Told[] = [];
  for (const [index, { type, activity, later, age }] of steps.entries()) {
    at = at.add({ milliseconds: later });
    const version = age === null ? undefined : Math.max(0, tracker.version - age);
    const begin = { activityId: activity, sessionId: sessionId(`session ${index}`), timeZone: 'UTC' };
    if (type === 'reopen' && last === null) continue;
    const command: Command =
      type === 'reopen' && last !== null
        ? { type, at, ...last }
        : type === 'start' || type === 'switch'
          ? { type, at, version, ...begin }
          : { type: type === 'reopen' ? 'finish' : type, at, version };
    const before: Tracker = tracker;
    const decision = decide(before, command);
    if (decision.ok) tracker = decision.tracker;
    for (const event of decision.ok ? decision.events : []) {
      if (event.type === 'session.finished') last = { session: event.session, version: tracker.version };
    }
    told.push({ command, before, tracker, events: decision.ok ? decision.events : null });
  }
  return told;
}

const games = fc.array(step, { maxLength: 40 }).map(play);
const holds = (check: (told: Told) => void) => fc.assert(fc.property(games, (game) => game.forEach(check)));

describe('tracker, whatever is tapped', () => {
  it('T4 T5 does what a naive count of seconds does', () => {
    fc.assert(
      fc.property(games, (game) => {
        let model: Model = { state: 'idle', activity: null, active: 0, counted: -Infinity, version: 0 };
        for (const { command, tracker, events } of game) {
          const next = follow(model, command);
          expect(events === null).toBe(next === null);
          model = next ?? model;
          expect(tracker.state).toBe(model.state);
          expect(tracker.session?.activityId ?? null).toBe(model.activity);
          const { changedAt, session } = tracker;
          if (session !== null) expect(activeSeconds(session.segments, changedAt)).toBe(model.active);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('T4 grows the version by one exactly when something happened, and time never runs back', () => {
    holds(({ before, tracker, events }) => {
      expect(tracker.version).toBe(before.version + (events === null ? 0 : 1));
      if (events === null) expect(tracker).toBe(before);
      if (before.changedAt !== null && tracker.changedAt !== null) {
        expect(Temporal.Instant.compare(before.changedAt, tracker.changedAt)).toBeLessThanOrEqual(0);
      }
    });
  });

  it('T4 has one running session at most: each begins only after the one before it ended', () => {
    holds(({ before, tracker, events }) => {
      const ended = events?.some((event) => event.type === 'session.finished') ?? false;
      const begun =
        events?.some((event) => event.type === 'session.started' || event.type === 'session.reopened') ?? false;
      expect(begun && before.session !== null && !ended).toBe(false);
      expect(tracker.session === null).toBe(tracker.state === 'idle');
    });
  });

  it('T5 keeps the stretches in order, apart from each other, and only the last one open, while tracking', () => {
    holds(({ tracker }) => {
      const segments = tracker.session?.segments ?? [];
      let end = tracker.session === null ? -Infinity : seconds(tracker.session.startedAt) - 1;
      for (const [index, { from, to }] of segments.entries()) {
        expect(seconds(from)).toBeGreaterThan(end);
        expect(from.epochNanoseconds % 1_000_000_000n).toBe(0n);
        expect(to === null).toBe(tracker.state === 'tracking' && index === segments.length - 1);
        if (to !== null) expect(seconds(to)).toBeGreaterThan(seconds(from));
        end = to === null ? Infinity : seconds(to);
      }
      if (tracker.state === 'tracking') expect(segments.at(-1)?.to).toBeNull();
    });
  });

  it('T4 switching loses no second and counts none twice', () => {
    holds(({ command, before, events }) => {
      const [finished, started] = events ?? [];
      if (command.type !== 'switch' || finished?.type !== 'session.finished' || before.session === null) return;
      expect(started?.type).toBe('session.started');
      expect(started?.at).toEqual(finished.at);
      expect(finished.duration).toBe(activeSeconds(before.session.segments, finished.at));
      expect(finished.duration).toBe(activeSeconds(finished.session.segments, finished.at));
    });
  });
});
