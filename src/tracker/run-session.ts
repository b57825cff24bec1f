import { randomUUID } from 'node:crypto';
import { peopleDesk } from '../people/store.ts';
import type { ActivityId, SessionId, UserId } from '../platform/ids.ts';
import { activitiesDesk } from './activities.ts';
import { changeTime, type HeldTime, type TimeDependencies } from './change-time.ts';
import { findSession } from './find-session.ts';
import { keepTransition } from './keep-changes.ts';
import { decide, type Command, type Refusal, type RunningSession } from './rules/tracker.ts';
import { sessionIdAt } from './session-id.ts';
import { readSession, type PersonalSession } from './sessions.ts';
import { trackerDesk } from './store.ts';

/** What became of a wish. */
export type Ran =
  | {
      readonly ok: true;
      readonly session: PersonalSession;
      /** The session that ended with a switch. */
      readonly finished: PersonalSession | null;
    }
  /** `running` is what goes on instead. */
  | { readonly ok: false; readonly refusal: Refusal; readonly running: PersonalSession | null }
  /** `finished`: it is over, so that there is nothing to pause, resume or end. */
  | { readonly ok: false; readonly refusal: 'finished'; readonly session: PersonalSession }
  | { readonly ok: false; readonly refusal: 'no_activity' | 'archived_activity' };

/** Starts an activity outside the chat; `switch` finishes what runs in the same moment. Null: there is nobody. */
export function startSession(
  deps: TimeDependencies,
  userId: UserId,
  { type, activityId }: { readonly type: 'start' | 'switch'; readonly activityId: ActivityId },
): Promise<Ran | null> {
  return changeTime(deps, userId, async (held) => {
    const { person, batch, now } = held;
    const activity = (await batch.use(activitiesDesk).of(userId)).find(({ id }) => id === activityId);
    if (!activity) return { ok: false, refusal: 'no_activity' };
    if (activity.isArchived) return { ok: false, refusal: 'archived_activity' };
    const isRunning = batch.use(trackerDesk).state(userId).tracker.session !== null;
    const { timeZone } = person;
    const sessionId = sessionIdAt(now, randomUUID());
    const ran = run(held, { type: isRunning ? type : 'start', activityId, sessionId, timeZone, at: now });
    if (ran.ok && !person.sessionZones.includes(timeZone)) batch.use(peopleDesk).addZone(userId, timeZone);
    return ran;
  });
}

/** Pauses, resumes or ends a session outside the chat. Null: there is no such session. */
export async function changeSession(
  deps: TimeDependencies,
  id: SessionId,
  type: 'pause' | 'resume' | 'finish',
): Promise<Ran | null> {
  const found = await findSession(deps, id);
  return (
    found &&
    changeTime(deps, found.userId, async (held): Promise<Ran> => {
      const { session } = held.batch.use(trackerDesk).state(found.userId).tracker;
      if (session?.id === id) return run(held, { type, at: held.now });
      const ended = await readSession(held.batch.session, id);
      return { ok: false, refusal: 'finished', session: ended ?? found };
    })
  );
}

/**
 * Decides by the rules that answer the chat. Who calls the API means the state they find, so that the command carries
 * the present version: a clock that is behind another replica's makes no wish late.
 */
function run({ person, batch }: HeldTime, command: Command): Ran {
  const { tracker, card } = batch.use(trackerDesk).state(person.id);
  const decision = decide(tracker, { ...command, version: tracker.version });
  if (!decision.ok) {
    const running = tracker.session && personal(person, tracker.session);
    return { ok: false, refusal: decision.refusal, running };
  }
  const { session } = decision.tracker;
  keepTransition(batch, person.id, { tracker: decision.tracker, card: session && card }, decision.events);
  const ending = decision.events.find((event) => event.type === 'session.finished');
  const finished = ending ? personal(person, ending.session) : null;
  const present = session ? personal(person, session) : finished;
  if (!present) throw new Error(`${command.type} left nothing behind`);
  return { ok: true, session: present, finished: session ? finished : null };
}

function personal(
  { id: userId, telegramId }: HeldTime['person'],
  session: RunningSession & Partial<Pick<PersonalSession, 'finishedAt' | 'duration'>>,
): PersonalSession {
  const { id, activityId, startedAt, segments, timeZone, finishedAt = null, duration = null } = session;
  return { id, userId, telegramId, activityId, startedAt, finishedAt, duration, segments, timeZone };
}
