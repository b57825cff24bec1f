import type { Session } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
import type { UserId } from '../platform/ids.ts';
import { earliest, latest } from './rules/moments.ts';

export interface RecentQuestion {
  readonly userId: UserId;
  /** Sessions at most. */
  readonly atMost: number;
  /** Only sessions that began then or later; null is open, and opens all months. */
  readonly since: Temporal.Instant | null;
  /** Only sessions that began before; null is open. */
  readonly before: Temporal.Instant | null;
}

/** In whole seconds since 1970: there may be thousands of them. */
export interface TrackedStretch {
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
  readonly zone: string;
}

/** From when to when people's last sessions went, with their zones, the latest first. */
export async function readRecentStretches(
  session: Session,
  questions: readonly RecentQuestion[],
): Promise<TrackedStretch[][]> {
  // Bounds for all, known before the first row is read: only the months between are opened.
  const since = earliest(questions.map((question) => question.since)) ?? '-infinity';
  const before = latest(questions.map((question) => question.before)) ?? 'infinity';
  const column = sql.columns(questions);
  const [rows] = await session.send(sql<{ place: number } & TrackedStretch>`
    select asked.place, floor(date_part('epoch', own.started_at)) as "from",
      floor(date_part('epoch', own.finished_at)) as "to", own.time_zone as zone
    from (
      select ${column('int', (_, place) => place)} as place,
        ${column('bigint', (q) => q.userId)} as user_id,
        ${column('int', (q) => q.atMost)} as at_most,
        ${column('timestamptz', (q) => q.since)} as since,
        ${column('timestamptz', (q) => q.before)} as before
    ) asked
    cross join lateral (
      select started_at, finished_at, time_zone from sessions
      where user_id = asked.user_id and started_at >= coalesce(asked.since, '-infinity')
        and started_at < coalesce(asked.before, 'infinity')
        and started_at >= ${since}::timestamptz and started_at < ${before}::timestamptz
      order by started_at desc limit asked.at_most) own`);
  const answers = questions.map((): TrackedStretch[] => []);
  for (const { place, ...stretch } of rows) answers[place]?.push(stretch);
  return answers;
}
