import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import type { Session } from '../platform/database/session.ts';
import type { ActivityId, SessionId, UserId } from '../platform/ids.ts';
import { readsOf } from './reads-of.ts';
import { sessionColumns, toSession, type PersonalSession, type SessionRow } from './sessions.ts';

export interface SessionsQuestion {
  readonly userId?: UserId | undefined;
  readonly activityId?: ActivityId | undefined;
  /** Begun at this moment or later. */
  readonly from?: Temporal.Instant | undefined;
  /** Begun before this moment. */
  readonly before?: Temporal.Instant | undefined;
  /** The last session of the page before. */
  readonly after?: { readonly at: Temporal.Instant; readonly id: SessionId } | null;
  readonly limit: number;
  readonly now: Temporal.Instant;
}

/** Hours that are looked through for everybody's sessions before more is; null is all the rest. */
const windows = [1, 24, 31 * 24, null] as const;

/**
 * Sessions, those that began last first.
 *
 * One person's are found by `sessions_by_user`. Everybody's have only `sessions_by_start`, which finds a stretch of time
 * but no order: they are looked for in growing stretches, so that a page costs what lies in the last hour or day, not
 * what lies in years.
 */
export async function listSessions(database: Database, question: SessionsQuestion): Promise<PersonalSession[]> {
  const { activityId, now, limit } = question;
  const { reads } = database;
  const userId = question.userId ?? (activityId === undefined ? undefined : await ownerOf(reads, activityId));
  if (userId === null) return [];
  if (userId !== undefined) return read(await readsOf(database, userId), { ...question, userId }, question.from);
  // Whoever asks for everybody's may look for what they have just written for anybody.
  const latest = question.after?.at ?? question.before ?? now;
  for (const hours of windows) {
    const from = hours === null ? question.from : latest.subtract({ hours });
    const isAll =
      hours === null || from === undefined || (question.from && Temporal.Instant.compare(from, question.from) <= 0);
    const rows = await read(reads, question, isAll ? question.from : from);
    if (isAll || rows.length >= limit) return rows;
  }
  return [];
}

async function read(
  reads: Session,
  { userId, activityId, before, after, limit }: SessionsQuestion,
  from: Temporal.Instant | undefined,
): Promise<PersonalSession[]> {
  const conditions = [
    ...(userId === undefined ? [] : [sql`s.user_id = ${userId}::bigint`]),
    ...(activityId === undefined ? [] : [sql`s.activity_id = ${activityId}::bigint`]),
    ...(from === undefined ? [] : [sql`s.started_at >= ${from}::timestamptz`]),
    ...(before === undefined ? [] : [sql`s.started_at < ${before}::timestamptz`]),
    // The first alone tells the planner which months to leave closed.
    ...(after
      ? [
          sql`s.started_at <= ${after.at}::timestamptz`,
          sql`(s.started_at, s.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
        ]
      : []),
  ];
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const [rows] = await reads.send(sql<SessionRow>`
    select ${sessionColumns} from (
      select * from sessions s where ${where} order by s.started_at desc, s.id desc limit ${limit}::int) s
    join users u on u.id = s.user_id
    order by s.started_at desc, s.id desc`);
  return rows.map(toSession);
}

async function ownerOf(reads: Session, id: ActivityId): Promise<UserId | null> {
  const [rows] = await reads.send(sql<{ user_id: UserId }>`
    select user_id from activities where id = ${id}::bigint`);
  return rows[0]?.user_id ?? null;
}
