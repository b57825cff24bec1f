import { randomUUID } from 'node:crypto';
import { monthOf } from '../aggregates/rules/month.ts';
import { readCellState } from '../aggregates/store.ts';
import { peopleDesk } from '../people/store.ts';
import type { ActivityId, SessionId, UserId } from '../platform/ids.ts';
import { activitiesDesk } from './activities.ts';
import { changeTime, type HeldTime, type TimeDependencies } from './change-time.ts';
import { findDeleted, findSession } from './find-session.ts';
import { keepManualChange } from './keep-changes.ts';
import {
  checkTimes,
  correct,
  trackerAfter,
  type Bounds,
  type Correction,
  type SessionRecord,
  type TimesRefusal,
} from './rules/correction.ts';
import { activeSeconds, wholeSecond } from './rules/segments.ts';
import { sessionIdAt, startedAtOf } from './session-id.ts';
import { readDeleted, readOverlap, readSession, type PersonalSession } from './sessions.ts';
import { trackerDesk } from './store.ts';

/** What became of something that is written down by hand. */
export type Written =
  /** `keep` hands the change to the desks; until then nothing is changed. */
  | { readonly ok: true; readonly session: PersonalSession; readonly before: SessionRecord; readonly keep: () => void }
  | { readonly ok: false; readonly refusal: TimesRefusal | 'no_activity' | 'gone' }
  /** `other` is the session that is in the way. */
  | { readonly ok: false; readonly refusal: 'overlap'; readonly other: PersonalSession };

/** A session that is over. */
export interface PastSession {
  readonly activityId: ActivityId;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant;
  /** Where it was lived; the person's own zone where nothing is said. */
  readonly timeZone?: string | undefined;
}

type Limits = Pick<TimeDependencies, 'retentionYears'>;

/** Writes down a session that is over already. */
async function writePast(held: HeldTime, limits: Limits, past: PastSession): Promise<Written> {
  const { person, now } = held;
  const { activityId, timeZone = person.timeZone } = past;
  const [startedAt, finishedAt] = [wholeSecond(past.startedAt), wholeSecond(past.finishedAt)];
  if (!(await owns(held, activityId))) return { ok: false, refusal: 'no_activity' };
  const refusal = checkTimes({ startedAt, finishedAt }, boundsOf(held, limits));
  if (refusal) return { ok: false, refusal };
  const segments = [{ from: startedAt, to: finishedAt }];
  const duration = activeSeconds(segments, now);
  const id = sessionIdAt(startedAt, randomUUID());
  return write(held, 'added', { id, activityId, startedAt, finishedAt, duration, segments, timeZone });
}

/** Changes the times or the activity of a session. */
export async function writeCorrection(
  held: HeldTime,
  limits: Limits,
  id: SessionId,
  correction: Correction,
): Promise<Written> {
  const session = await ownSession(held, id);
  if (!session) return { ok: false, refusal: 'gone' };
  const { activityId } = correction;
  if (activityId !== undefined && activityId !== session.activityId && !(await owns(held, activityId)))
    return { ok: false, refusal: 'no_activity' };
  const corrected = correct(session, correction, { ...boundsOf(held, limits), idMoment: startedAtOf(id) });
  if (!corrected.ok) return corrected;
  return write(held, 'corrected', corrected.session, session);
}

/** Deletes a session that is over. */
export async function writeDeletion(held: HeldTime, id: SessionId): Promise<Written> {
  const session = await ownSession(held, id);
  if (!session) return { ok: false, refusal: 'gone' };
  if (session.finishedAt === null) return { ok: false, refusal: 'running' };
  if (await isArchived(held, session)) return { ok: false, refusal: 'too_old' };
  const { person, batch, now: at } = held;
  const change = { kind: 'deleted', userId: person.id, before: session, after: session, at } as const;
  const keep = (): void => keepManualChange(batch, change);
  return { ok: true, session, before: session, keep };
}

/** Brings a deleted session back, where nothing has taken its place. */
export async function writeRestoration(held: HeldTime, id: SessionId): Promise<Written> {
  const session = await readDeleted(held.batch.session, id);
  if (session?.userId !== held.person.id) return { ok: false, refusal: 'gone' };
  return write(held, 'restored', session);
}

/** Writes down a past session outside the chat. Null: there is nobody. */
export function addPastSession(deps: TimeDependencies, userId: UserId, past: PastSession): Promise<Written | null> {
  return changeTime(deps, userId, async (held) => kept(await writePast(held, deps, past)));
}

/** Null: there is no such session. */
export async function correctSession(
  deps: TimeDependencies,
  id: SessionId,
  correction: Correction,
): Promise<Written | null> {
  const found = await findSession(deps, id);
  return (
    found && changeTime(deps, found.userId, async (held) => kept(await writeCorrection(held, deps, id, correction)))
  );
}

/** Null: there is no such session. */
export async function deleteSession(deps: TimeDependencies, id: SessionId): Promise<Written | null> {
  const found = await findSession(deps, id);
  return found && changeTime(deps, found.userId, async (held) => kept(await writeDeletion(held, id)));
}

/** Null: there is no such session, or it was deleted too long ago. */
export async function restoreSession(deps: TimeDependencies, id: SessionId): Promise<Written | null> {
  const found = await findDeleted(deps, id);
  return found && changeTime(deps, found.userId, async (held) => kept(await writeRestoration(held, id)));
}

function kept(written: Written): Written {
  if (written.ok) written.keep();
  return written;
}

async function write(
  held: HeldTime,
  kind: 'added' | 'corrected' | 'restored',
  after: SessionRecord,
  before = after,
): Promise<Written> {
  const { person, batch, now } = held;
  const { id: userId, telegramId } = person;
  const other = await readOverlap(batch.session, userId, after, after.id);
  if (other) return { ok: false, refusal: 'overlap', other };
  if ((await isArchived(held, before)) || (await isArchived(held, after))) return { ok: false, refusal: 'too_old' };
  const trackers = batch.use(trackerDesk);
  const state = trackers.state(userId);
  const tracker = trackerAfter(state.tracker, after);
  const keep = (): void => {
    keepManualChange(batch, { kind, userId, before, after, at: now });
    if (tracker !== state.tracker) trackers.save(userId, { ...state, tracker }, []);
    if (!person.sessionZones.includes(after.timeZone)) batch.use(peopleDesk).addZone(userId, after.timeZone);
  };
  return { ok: true, session: { ...after, userId, telegramId }, before, keep };
}

async function ownSession(held: HeldTime, id: SessionId): Promise<PersonalSession | null> {
  const session = await readSession(held.batch.session, id);
  return session?.userId === held.person.id ? session : null;
}

/** Days after which a month may be archived: a year is the least that is kept. */
const neverArchived = 365;

/**
 * Whether the month in which it began was archived: all that counts of it is a cell then, whatever is done to its rows,
 * which may have been brought back. To be asked behind a look at the sessions, from which on no month can go.
 */
async function isArchived({ batch, now }: HeldTime, { startedAt }: SessionRecord): Promise<boolean> {
  if (Temporal.Instant.compare(startedAt, now.subtract({ hours: 24 * neverArchived })) > 0) return false;
  const [[state]] = await batch.session.send(readCellState());
  const before = state?.archived_before ?? null;
  return before !== null && Temporal.PlainDate.compare(monthOf(startedAt), before) < 0;
}

/** Whether it is one of the person's activities; what is archived can be corrected to, what is deleted cannot. */
async function owns({ person, batch }: HeldTime, activityId: ActivityId): Promise<boolean> {
  const all = await batch.use(activitiesDesk).of(person.id);
  return all.some(({ id }) => id === activityId);
}

/** Years as the calendar counts them in the person's zone. */
function boundsOf({ person, now }: HeldTime, { retentionYears }: Limits): Bounds {
  const oldest = now.toZonedDateTimeISO(person.timeZone).subtract({ years: retentionYears }).toInstant();
  return { now, oldest };
}
