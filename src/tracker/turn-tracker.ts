import { randomUUID } from 'node:crypto';
import type { Turn } from '../builder/turn.ts';
import { peopleDesk } from '../people/store.ts';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { ActivityId } from '../platform/ids.ts';
import { whenThere, type Soon } from '../platform/soon.ts';
import { activitiesDesk, type Activity } from './activities.ts';
import { keepTransition } from './keep-changes.ts';
import { decide, type Command, type Refusal, type Tracker, type TrackerEvent } from './rules/tracker.ts';
import { sessionIdAt } from './session-id.ts';
import { trackerDesk, type Card, type TrackerState } from './store.ts';

/** The tracker of a turn's person, as this turn sees it: what it has decided itself included. */
interface TurnTracker {
  state: TrackerState;
  /** What this turn has done so far. */
  readonly events: TrackerEvent[];
}

/** The trackers of a batch's turns, forgotten with the batch. One weak map of all turns would cost each turn 1 µs. */
class TurnTrackers implements Desk {
  readonly #known = new Map<Turn, TurnTracker>();

  of(turn: Turn): TurnTracker {
    const known = this.#known.get(turn);
    if (known) return known;
    const made = { state: turn.batch.use(trackerDesk).state(turn.person.id), events: [] };
    this.#known.set(turn, made);
    return made;
  }

  /** What a turn has decided goes to the tracker's own desk once the turn has succeeded. */
  writes(): readonly Write[] {
    return [];
  }
}

const turnTrackers = (): TurnTrackers => new TurnTrackers();

function of(turn: Turn): TurnTracker {
  return turn.batch.use(turnTrackers).of(turn);
}

export function trackerOf(turn: Turn): Tracker {
  return of(turn).state.tracker;
}

export function cardOf(turn: Turn): Card | null {
  return of(turn).state.card;
}

/** What this turn has done to the tracker. */
export function eventsOf(turn: Turn): readonly TrackerEvent[] {
  return of(turn).events;
}

/** A command without what every command of a turn has. */
type Wish =
  | { readonly type: 'start' | 'switch'; readonly activityId: ActivityId }
  | { readonly type: 'pause' | 'resume' | 'finish' };

/** Decides a wish at the moment of the turn and keeps what it changes. */
export function command(turn: Turn, wish: Wish): Refusal | null {
  const given = { at: turn.at, version: turn.pressedVersion };
  if (wish.type !== 'start' && wish.type !== 'switch') return apply(turn, { ...given, type: wish.type });
  const { timeZone, sessionZones, id } = turn.person;
  const refusal = apply(turn, {
    ...given,
    type: wish.type,
    activityId: wish.activityId,
    sessionId: sessionIdAt(turn.at, randomUUID()),
    timeZone,
  });
  if (!refusal && !sessionZones.includes(timeZone)) turn.write(() => turn.batch.use(peopleDesk).addZone(id, timeZone));
  return refusal;
}

export function apply(turn: Turn, wish: Command): Refusal | null {
  const own = of(turn);
  const decision = decide(own.state.tracker, wish);
  if (!decision.ok) return decision.refusal;
  const ended = decision.tracker.session === null;
  own.state = { tracker: decision.tracker, card: ended ? null : own.state.card };
  own.events.push(...decision.events);
  keep(turn, decision.events);
  return null;
}

/** Remembers which message shows the running session from now on. */
export function moveCard(turn: Turn, card: Card | null): void {
  const own = of(turn);
  own.state = { ...own.state, card };
  keep(turn, []);
}

function keep(turn: Turn, events: readonly TrackerEvent[]): void {
  const { state } = of(turn);
  turn.write(() => keepTransition(turn.batch, turn.person.id, state, events));
}

/** The activities a person can start, the most recently started first. */
export function startableActivities(turn: Turn): Soon<readonly Activity[]> {
  return whenThere(turn.batch.use(activitiesDesk).of(turn.person.id), (all) =>
    all.filter((activity) => !activity.isArchived),
  );
}

/** One of the person's own activities, archived ones included; null for anybody else's. */
export function ownActivity(turn: Turn, id: number): Soon<Activity | null> {
  return whenThere(
    turn.batch.use(activitiesDesk).of(turn.person.id),
    (all) => all.find((activity) => activity.id === id) ?? null,
  );
}
