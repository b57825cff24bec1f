import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';

/** Time tracked in one activity within a stretch. Seconds are active ones. */
export interface ActivitySum {
  readonly activityId: ActivityId;
  readonly name: string;
  readonly seconds: number;
  readonly sessions: number;
  readonly longest: number;
}

/**
 * The same days in each zone a person has tracked in: a session counts in the days of its own zone.
 * A bound of null is open.
 */
export interface ZonedStretch {
  readonly zone: string;
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

export interface SumsQuestion {
  readonly userId: UserId;
  readonly stretches: readonly ZonedStretch[];
  /** The moment up to which a running session counts. */
  readonly now: Temporal.Instant;
  /** No session that reaches into the stretches began before; unknown unless said, and then all months are opened. */
  readonly since?: Temporal.Instant | null;
}

/** Reports in a batch: what a hundred turns ask is answered by one statement. */
export class ReportsDesk implements Desk {
  readonly #sums: DataLoader<SumsQuestion, readonly ActivitySum[]>;
  readonly #days: DataLoader<UserId, readonly TrackedStretch[]>;

  constructor(session: Session) {
    this.#sums = new DataLoader((questions) => readSums(session, questions), { cache: false });
    this.#days = new DataLoader((ids) => readRecentStretches(session, ids));
  }

  /** Sums by activity, the longest first; what was written in this very batch is not in them yet. */
  sums(question: SumsQuestion): Promise<readonly ActivitySum[]> {
    return this.#sums.load(question);
  }

  /** From when to when a person's recent sessions went, with their zones, the latest first. */
  recentStretches(userId: UserId): Promise<readonly TrackedStretch[]> {
    return this.#days.load(userId);
  }

  /** Reports change nothing. */
  writes(): readonly Write[] {
    return [];
  }
}

export const reportsDesk = (session: Session): ReportsDesk => new ReportsDesk(session);

export interface TrackedStretch {
  readonly from: Temporal.Instant;
  /** Null while it goes on. */
  readonly to: Temporal.Instant | null;
  readonly zone: string;
}

/** As many sessions as a streak is looked for in. */
const recentSessions = 1000;

/**
 * One person's sessions never overlap, so the only one that can reach into a stretch from before is the last one
 * that began before it: that bounds the scan of `sessions_by_user` from below. What bounds all questions together is
 * known before the first row is read, and only the months between are opened: to open sixty takes a thousand times
 * what there is to read in two.
 */
async function readSums(session: Session, questions: readonly SumsQuestion[]): Promise<ActivitySum[][]> {
  const parts = questions.flatMap((question, place) =>
    question.stretches.map((stretch) => ({ place, userId: question.userId, now: question.now, ...stretch })),
  );
  if (parts.length === 0) return questions.map(() => []);
  const since = earliest(questions.map((question) => question.since ?? null)) ?? '-infinity';
  const until = latest(parts.map((part) => part.to)) ?? 'infinity';
  const [rows] = await session.send(sql<{
    place: number;
    activity_id: ActivityId;
    name: string;
    seconds: number;
    sessions: number;
    longest: number;
  }>`
    with asked as (
      select place, user_id, zone, coalesce(from_at, '-infinity') as from_at,
        least(coalesce(to_at, 'infinity'), now_at) as to_at
      from unnest(
        ${parts.map((p) => p.place)}::int[], ${parts.map((p) => p.userId)}::bigint[], ${parts.map((p) => p.zone)}::text[],
        ${parts.map((p) => p.from)}::timestamptz[], ${parts.map((p) => p.to)}::timestamptz[],
        ${parts.map((p) => p.now)}::timestamptz[]) as q(place, user_id, zone, from_at, to_at, now_at)
    ), parts as (
      select a.place, s.activity_id, s.started_at >= a.from_at as begins_here,
        case when s.finished_at <= a.to_at and s.started_at >= a.from_at then s.duration
        else (
          select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::int
          from unnest(s.segments * tstzmultirange(tstzrange(a.from_at, greatest(a.from_at, a.to_at)))) r)
        end as seconds
      from asked a
      cross join lateral (
        select s.activity_id, s.started_at, s.finished_at, s.duration, s.segments
        from sessions s
        where s.user_id = a.user_id and s.started_at < a.to_at and s.time_zone = a.zone
          and s.started_at >= ${since}::timestamptz and s.started_at < ${until}::timestamptz
          and s.started_at >= coalesce((
            select p.started_at from sessions p where p.user_id = a.user_id and p.started_at < a.from_at
              and p.started_at >= ${since}::timestamptz and p.started_at < ${until}::timestamptz
            order by p.started_at desc limit 1), '-infinity')
          and coalesce(s.finished_at, 'infinity') > a.from_at
        -- Keeps the planner from joining everybody's sessions first.
        offset 0
      ) s
    )
    select p.place, p.activity_id, activities.name, sum(p.seconds)::bigint as seconds,
      count(*)::int as sessions, max(p.seconds)::int as longest
    from parts p join activities on activities.id = p.activity_id
    -- Of a session that only stood still in this stretch, no part lies in it.
    where p.seconds > 0 or p.begins_here
    group by p.place, p.activity_id, activities.name
    order by p.place, seconds desc, activities.name`);
  const answers = Map.groupBy(rows, (row) => row.place);
  return questions.map((_, place) =>
    (answers.get(place) ?? []).map((row) => ({
      activityId: row.activity_id,
      name: row.name,
      seconds: row.seconds,
      sessions: row.sessions,
      longest: row.longest,
    })),
  );
}

/** The earliest of these moments; null where one is open. */
export function earliest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return moments.reduce((a, b) => (a && b && Temporal.Instant.compare(a, b) < 0 ? a : a && b), moments[0] ?? null);
}

function latest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return moments.reduce((a, b) => (a && b && Temporal.Instant.compare(a, b) > 0 ? a : a && b), moments[0] ?? null);
}

async function readRecentStretches(session: Session, ids: readonly UserId[]): Promise<TrackedStretch[][]> {
  const [rows] = await session.send(sql<{
    user_id: UserId;
    started_at: Temporal.Instant;
    finished_at: Temporal.Instant | null;
    time_zone: string;
  }>`
    select u.user_id, s.started_at, s.finished_at, s.time_zone
    from unnest(${ids}::bigint[]) u(user_id)
    cross join lateral (
      select started_at, finished_at, time_zone from sessions
      where sessions.user_id = u.user_id order by started_at desc limit ${recentSessions}::int) s`);
  const answers = Map.groupBy(rows, (row) => row.user_id);
  return ids.map((id) =>
    (answers.get(id) ?? []).map((row) => ({ from: row.started_at, to: row.finished_at, zone: row.time_zone })),
  );
}
