import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { membershipEvent } from '../rules/spans.ts';

export interface RecentRow {
  /** Different people in the last five minutes. */
  people: number;
  /** Interactions by whole minutes ago, of those minutes that had any. */
  ages: number[];
  times: number[];
}

/** What happens right now, from rows. */
export function readRecent(now: Temporal.Instant): Statement<RecentRow> {
  return sql`
    with recent as materialized (
      -- By statistics_by_time.
      select user_id, event, timestamp,
        greatest(0, floor(extract(epoch from ${now}::timestamptz - timestamp) / 60))::bigint as age
      from statistics where timestamp > ${now.subtract({ minutes: 30 })}::timestamptz
    ), minutes as (
      select age, count(*) as times from recent group by age)
    select (select count(distinct user_id) from recent where age < 5 and event <> ${membershipEvent}) as people,
      coalesce((select array_agg(age order by age) from minutes), '{}') as ages,
      coalesce((select array_agg(times order by age) from minutes), '{}') as times`;
}

/** Timers that run and that are paused. */
export const countTimers: Statement<{ running: number; paused: number }> = sql`
  select count(*) filter (where state = 'tracking') as running, count(*) filter (where state = 'paused') as paused
  from trackers where state <> 'idle'`;
