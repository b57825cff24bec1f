import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { arrivals, isNewcomer } from './arrivals.ts';
import { lastOf, openFrom } from './counts.ts';
import type { PeopleQuestion } from './people.ts';

export interface SourceRow {
  source: string | null;
  starts: number;
  people: number;
  /** Who came for the first time by it. */
  new_people: number;
}

/** Sources that are told at most: whoever writes to the bot can make one up. */
const mostSources = 1_000;

/** Who came through which deep link. */
export function countSources({ bounds, until }: PeopleQuestion): Statement<SourceRow> {
  const first = openFrom(bounds, 0);
  return sql`
    with starts as (
      -- By statistics_arrivals_by_time.
      select user_id, at, source from statistics_arrivals
      where at >= ${first} and at < ${lastOf(bounds)} and at < to_timestamp(${until}::float8)
      union all
      ${arrivals(openFrom(bounds, until), lastOf(bounds))}
    ), people as (
      -- Sources are only told apart, which is many times as fast by their bytes.
      select source collate "C" as source, user_id, count(*) as starts,
        bool_or(${isNewcomer(sql`created_at`, sql`at`)}) as is_new
      from starts left join users on users.id = starts.user_id group by 1, 2)
    select source, sum(starts)::bigint as starts, count(*) as people, count(*) filter (where is_new) as new_people
    from people group by source order by people desc, starts desc, source limit ${mostSources}::int`;
}
