import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { partByDay } from '../rules/cover.ts';
import { membershipEvent } from '../rules/spans.ts';

/** What interactions are told apart by. */
const keys = ['event', 'handler', 'outcome'] as const;
type Key = (typeof keys)[number];

export interface CountQuestion {
  /** Where each step begins and the last one ends, in seconds since 1970; multiples of a quarter of an hour. */
  readonly bounds: readonly number[];
  /** Seconds since 1970: what lies behind is counted from rows. */
  readonly closedUntil: number;
  readonly by: readonly Key[];
  /** Only what people did that ended otherwise than done. */
  readonly isFailuresOnly?: boolean;
}

/** One series: how often in which steps; steps without anything are left out. */
export interface CountRow {
  event: string | null;
  handler: string | null;
  outcome: string | null;
  steps: number[];
  times: number[];
}

/** Counts interactions by step: what is over from sums, a part of a day being the difference of two, the rest from rows. */
export function countInteractions({
  bounds,
  closedUntil,
  by,
  isFailuresOnly = false,
}: CountQuestion): Statement<CountRow> {
  const parts = partByDay(bounds, closedUntil);
  const table = by.includes('handler') ? sql`statistics_counts` : sql`statistics_totals`;
  const columns = sql.join(keys.map((key) => (by.includes(key) ? sql.ref(key) : sql`null::text as ${sql.ref(key)}`)));
  const which = isFailuresOnly ? sql`event <> ${membershipEvent} and outcome <> 'done'` : sql`true`;
  return sql`
    with parts as materialized (
      select step, date '1970-01-01' + day as day, before, last
      from unnest(${parts.map(({ step }) => step)}::int[], ${parts.map(({ day }) => day)}::int[],
        ${parts.map(({ before }) => before)}::smallint[], ${parts.map(({ last }) => last)}::smallint[])
        as part(step, day, before, last)
    ), closed as (
      select ${columns}, step, sum(
        coalesce(so_far[width_bucket(last, quarters)], 0) - coalesce(so_far[width_bucket(before, quarters)], 0)) as times
      -- By statistics_counts_by_day.
      from parts join ${table} sums using (day)
      where ${which} group by 1, 2, 3, 4
    ), open as (
      select ${columns}, ${stepOf(sql`timestamp`, bounds)} as step, count(*) as times
      -- By statistics_by_time.
      from statistics
      where timestamp >= ${openFrom(bounds, closedUntil)} and timestamp < ${lastOf(bounds)} and ${which}
      group by 1, 2, 3, 4
    ), steps as (
      select event, handler, outcome, step, sum(times)::bigint as times
      from (select * from closed union all select * from open) gathered group by 1, 2, 3, 4)
    select event, handler, outcome, array_agg(step::bigint) as steps, array_agg(times) as times
    from steps where times > 0 group by event, handler, outcome`;
}

/** The step that a moment lies in. */
export function stepOf(moment: Statement, bounds: readonly number[]): Statement {
  // The bounds are turned into moments once; every moment into seconds took longer than all else.
  return sql`
    width_bucket(${moment}, (
      select array_agg(to_timestamp(bound) order by bound) from unnest(${bounds}::float8[]) bound)) - 1`;
}

/** From where on rows are read: behind what is rolled up. */
export function openFrom(bounds: readonly number[], until: number): Statement {
  return sql`to_timestamp(${Math.max(bounds[0] ?? 0, until)}::float8)`;
}

export function lastOf(bounds: readonly number[]): Statement {
  return sql`to_timestamp(${bounds.at(-1) ?? 0}::float8)`;
}
