import { sql } from 'kysely';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { earliest } from './rules/moments.ts';

export interface RecentQuestion {
  readonly userId: UserId;
  /** Sessions at most. */
  readonly atMost: number;
  /** Only sessions that began then or later; null is open, and opens all months. */
  readonly since: Temporal.Instant | null;
}

export interface TrackedStretch {
  readonly from: Temporal.Instant;
  /** Null while it goes on. */
  readonly to: Temporal.Instant | null;
  readonly zone: string;
}

/** From when to when people's last sessions went, with their zones, the latest first. */
export async function readRecentStretches(
  session: Session,
  questions: readonly RecentQuestion[],
): Promise<TrackedStretch[][]> {
  // One bound for all, known before the first row is read: only the months behind it are opened.
  const since = earliest(questions.map((question) => question.since)) ?? '-infinity';
  const [rows] = await session.send(sql<{
    place: number;
    started_at: Temporal.Instant;
    finished_at: Temporal.Instant | null;
    time_zone: string;
  }>`
    select asked.place, own.started_at, own.finished_at, own.time_zone
    from unnest(${questions.map((_, place) => place)}::int[], ${questions.map((q) => q.userId)}::bigint[],
        ${questions.map((q) => q.atMost)}::int[], ${questions.map((q) => q.since)}::timestamptz[]
      ) as asked(place, user_id, at_most, since)
    cross join lateral (
      select started_at, finished_at, time_zone from sessions
      where user_id = asked.user_id and started_at >= coalesce(asked.since, '-infinity')
        and started_at >= ${since}::timestamptz
      order by started_at desc limit asked.at_most) own`);
  const answers = Map.groupBy(rows, (row) => row.place);
  return questions.map((_, place) =>
    (answers.get(place) ?? []).map((row) => ({ from: row.started_at, to: row.finished_at, zone: row.time_zone })),
  );
}
