import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { partByDay } from '../rules/cover.ts';
import { lastOf, openFrom, stepOf } from './counts.ts';
import type { PeopleQuestion } from './people.ts';

export interface TrackedRow {
  step: number;
  sessions: number;
  /** Active ones. */
  seconds: number;
}

/** Sums up finished sessions by the step in which they began, as `countInteractions` does. */
export function sumTracked({ bounds, until }: PeopleQuestion): Statement<TrackedRow> {
  const parts = partByDay(bounds, until);
  return sql`
    select step, sum(sessions)::bigint as sessions, sum(seconds)::bigint as seconds
    from (
      select step, ${within('sessions_so_far')} as sessions, ${within('seconds_so_far')} as seconds
      from unnest(${parts.map(({ step }) => step)}::int[], ${parts.map(({ day }) => day)}::int[],
          ${parts.map(({ before }) => before)}::smallint[], ${parts.map(({ last }) => last)}::smallint[])
          as part(step, days, before, last)
        join statistics_tracked sums on sums.day = date '1970-01-01' + part.days
      union all
      -- By sessions_by_start.
      select ${stepOf(sql`started_at`, bounds)}, count(*), sum(duration) from sessions
      where started_at >= ${openFrom(bounds, until)} and started_at < ${lastOf(bounds)} and finished_at is not null
      group by 1) gathered
    group by step having sum(sessions) > 0`;
}

function upTo(sums: string, quarter: Statement): Statement {
  return sql`coalesce(${sql.ref(sums)}[width_bucket(${quarter}, quarters)], 0)`;
}

function within(sums: string): Statement {
  return sql`${upTo(sums, sql`last`)} - ${upTo(sums, sql`before`)}`;
}
