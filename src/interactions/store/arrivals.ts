import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';

/** Whether the update that came at this moment made somebody known: their row is written within seconds of it. */
export const isNewcomer = (createdAt: Statement, at: Statement): Statement => sql`
  ${createdAt} between ${at} - interval '1 minute' and ${at} + interval '1 minute'`;

/**
 * Starts through deep links, and those without one by which people came for the first time, from the rows of some time:
 * `user_id`, `at`, `source`. Who begins again without a link has come from nowhere.
 */
export function arrivals(from: Statement, to: Statement): Statement {
  return sql`
    select user_id, at, source
    from (
      -- By statistics_by_time. Read by itself: with the question beneath in it, that seems so dear that any index will do.
      select user_id, timestamp as at, source from statistics
      where timestamp >= ${from} and timestamp < ${to} and user_id is not null and event = 'start' offset 0) began
    where source is not null or exists (
      select from users where users.id = user_id and ${isNewcomer(sql`created_at`, sql`at`)})`;
}
