import { sql } from 'kysely';
import type { Batch, Desk, Write } from '../platform/database/batch.ts';
import type { Queries } from '../platform/database/database.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import type { ActivityId, SessionId, TelegramId, UserId } from '../platform/ids.ts';
import { farthestMove, type SessionRecord, type Times } from './rules/correction.ts';
import { startedAtOf } from './session-id.ts';
import { formatSegments, parseSegments, trackerDesk } from './store.ts';

/** A session with whose it is. */
export interface PersonalSession extends SessionRecord {
  readonly userId: UserId;
  readonly telegramId: TelegramId;
}

export interface SessionRow {
  id: SessionId;
  user_id: UserId;
  telegram_id: TelegramId;
  activity_id: ActivityId;
  started_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
  duration: number | null;
  segments: string;
  time_zone: string;
}

/** What `toSession` needs, of `sessions s` and `users u`. */
export const sessionColumns = sql`s.id, s.user_id, u.telegram_id, s.activity_id, s.started_at, s.finished_at,
  s.duration, s.segments::text as segments, s.time_zone`;

export function toSession(row: SessionRow): PersonalSession {
  return {
    id: row.id,
    userId: row.user_id,
    telegramId: row.telegram_id,
    activityId: row.activity_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    duration: row.duration,
    segments: parseSegments(row.segments),
    timeZone: row.time_zone,
  };
}

/** Days for which a deletion can be undone. */
const undoDays = 7;

/** Moments after this are no session's: an id that says so was made up, and PostgreSQL need not spell it. */
const lastMoment = Temporal.Instant.from('2200-01-01T00:00:00Z');

/**
 * A session by its id, whoever's it is. Its start may have been corrected since the id was made, but never by more than
 * a month, so that at most three partitions are opened.
 */
export async function readSession(session: Session, id: SessionId): Promise<PersonalSession | null> {
  const moment = startedAtOf(id);
  if (Temporal.Instant.compare(moment, lastMoment) > 0) return null;
  const [rows] = await session.send(sql<SessionRow>`
    select ${sessionColumns} from sessions s join users u on u.id = s.user_id
    where s.id = ${id}::uuid and s.started_at >= ${moment.subtract({ seconds: farthestMove })}::timestamptz
      and s.started_at <= ${moment.add({ seconds: farthestMove })}::timestamptz`);
  return rows[0] ? toSession(rows[0]) : null;
}

/** A session that was deleted not long ago. */
export async function readDeleted(session: Session, id: SessionId): Promise<PersonalSession | null> {
  const [rows] = await session.send(sql<SessionRow>`
    select ${sessionColumns} from deleted_sessions s join users u on u.id = s.user_id
    where s.id = ${id}::uuid and s.deleted_at > now() - make_interval(days => ${undoDays}::int)`);
  return rows[0] ? toSession(rows[0]) : null;
}

/**
 * The first session of a person that shares a moment with these times, apart from the one with that id. Sessions do not
 * overlap, so of those that began before only the last can reach into them: that bounds the scan of `sessions_by_user`.
 */
export async function readOverlap(
  session: Session,
  userId: UserId,
  { startedAt, finishedAt }: Times,
  except: SessionId,
): Promise<PersonalSession | null> {
  const [rows] = await session.send(sql<SessionRow>`
    select ${sessionColumns} from sessions s join users u on u.id = s.user_id
    where s.user_id = ${userId}::bigint and s.id <> ${except}::uuid
      and s.started_at < coalesce(${finishedAt}::timestamptz, 'infinity')
      and s.started_at >= coalesce((
        select p.started_at from sessions p
        where p.user_id = ${userId}::bigint and p.id <> ${except}::uuid and p.started_at < ${startedAt}::timestamptz
        order by p.started_at desc limit 1), '-infinity')
      and coalesce(s.finished_at, 'infinity') > ${startedAt}::timestamptz
    order by s.started_at limit 1`);
  return rows[0] ? toSession(rows[0]) : null;
}

type Kind = 'added' | 'corrected' | 'deleted' | 'restored';

/**
 * A session before and after somebody wrote it down, corrected, deleted or restored it; of one that was added, deleted
 * or restored, the two are the same.
 */
export interface ManualChange {
  readonly kind: Kind;
  readonly userId: UserId;
  readonly before: SessionRecord;
  readonly after: SessionRecord;
  readonly at: Temporal.Instant;
}

/** What is changed by hand about sessions in a batch. */
export class SessionsDesk implements Desk {
  readonly #touch: (userId: UserId) => void;
  readonly #changes: ManualChange[] = [];

  /** @param touch is told whose sessions are changed. */
  constructor(touch: (userId: UserId) => void) {
    this.#touch = touch;
  }

  change(change: ManualChange): void {
    this.#changes.push(change);
    this.#touch(change.userId);
  }

  /** Each on its own: nobody changes many, and a statement for each kind in sets would be four times as long. */
  writes(): readonly Write[] {
    return this.#changes.flatMap((change, place): Write[] => [
      ...writesOf(change, place),
      { name: `session_change_${place}`, sql: logChange(change) },
    ]);
  }
}

export const sessionsDesk = (_: Session, batch: Batch): SessionsDesk =>
  new SessionsDesk((userId) => batch.use(trackerDesk).touch(userId));

function writesOf({ kind, userId, before, after }: ManualChange, place: number): Write[] {
  switch (kind) {
    case 'added':
      return [{ name: `added_session_${place}`, sql: insertSession(userId, after) }];
    case 'corrected':
      return [{ name: `corrected_session_${place}`, sql: updateSession(before, after) }];
    case 'deleted': {
      const name = `deleted_session_${place}`;
      const kept = sql`
        insert into deleted_sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
        select id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone from ${sql.raw(name)}`;
      const gone = sql`
        delete from sessions where id = ${before.id}::uuid and started_at = ${before.startedAt}::timestamptz returning *`;
      return [
        { name, sql: gone },
        { name: `kept_session_${place}`, sql: kept },
      ];
    }
    case 'restored':
      return [
        { name: `restored_session_${place}`, sql: insertSession(userId, after) },
        { name: `kept_session_${place}`, sql: sql`delete from deleted_sessions where id = ${before.id}::uuid` },
      ];
    default:
      return kind satisfies never;
  }
}

function insertSession(userId: UserId, session: SessionRecord): Statement {
  return sql`
    insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
    values (${session.id}::uuid, ${userId}::bigint, ${session.activityId}::bigint, ${session.startedAt}::timestamptz,
      ${session.finishedAt}::timestamptz, ${session.duration}::int,
      ${formatSegments(session.segments)}::tstzmultirange, ${session.timeZone})`;
}

function updateSession(before: SessionRecord, after: SessionRecord): Statement {
  return sql`
    update sessions set activity_id = ${after.activityId}::bigint, started_at = ${after.startedAt}::timestamptz,
      finished_at = ${after.finishedAt}::timestamptz, duration = ${after.duration}::int,
      segments = ${formatSegments(after.segments)}::tstzmultirange
    where id = ${before.id}::uuid and started_at = ${before.startedAt}::timestamptz`;
}

function logChange({ kind, userId, before, after, at }: ManualChange): Statement {
  const payload = kind === 'corrected' ? { before: logged(before), after: logged(after) } : logged(after);
  return sql`
    insert into session_events_log (session_id, user_id, event_type, payload, at)
    values (${after.id}::uuid, ${userId}::bigint, ${`session.${kind}`}, ${JSON.stringify(payload)}::jsonb,
      ${at}::timestamptz)`;
}

function logged({ activityId, startedAt, finishedAt, duration }: SessionRecord): Record<string, unknown> {
  return { activity_id: activityId, started_at: startedAt, finished_at: finishedAt, duration };
}

/** Forgets deleted sessions whose deletion can no longer be undone. */
export async function forgetDeleted(queries: Queries): Promise<void> {
  await sql`
    delete from deleted_sessions where deleted_at < now() - make_interval(days => ${undoDays}::int)`.execute(queries);
}
