import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { cover, partByDay } from '../rules/cover.ts';
import { peopleSpans } from '../rules/spans.ts';
import { bitsOf, chunkOf } from './bits.ts';
import { lastOf, openFrom, stepOf } from './counts.ts';
import { rolledUpBits, type PeopleQuestion } from './people.ts';

export interface TrackedQuestion extends PeopleQuestion {
  /** Steps of the period before, which are the first ones. */
  readonly before: number;
}

/** In the place of a step: the whole period before, of which only the people are told. */
export const periodBefore = -1;

export interface TrackedRow {
  /** Null: all steps of the period, of which only the people are told. */
  step: number | null;
  sessions: number;
  /** Active ones. */
  seconds: number;
  /** Different ones who began a session. They are not told apart by the steps of the period before. */
  people: number;
}

/** Sums up finished sessions by the step in which they began, and counts who began them. */
export function sumTracked({ bounds, until, before }: TrackedQuestion): Statement<TrackedRow> {
  const parts = partByDay(bounds, until);
  // To its people the period before is one step, in which longer spans fit.
  const { pieces } = cover([bounds[0] ?? 0, ...bounds.slice(before)], until, peopleSpans);
  const placed = pieces.map(({ step, span, at }) => ({
    step: step === 0 ? periodBefore : step - 1 + before,
    span,
    at,
  }));
  return sql`
    with open as materialized (
      -- By sessions_by_start, once: for two days these rows are most of the work.
      select ${stepOf(sql`started_at`, bounds)} as step, user_id, count(*) as sessions, sum(duration) as seconds
      from sessions
      where started_at >= ${openFrom(bounds, until)} and started_at < ${lastOf(bounds)} and finished_at is not null
      group by 1, 2
    ), sums as (
      select step, sum(sessions)::bigint as sessions, sum(seconds)::bigint as seconds
      from (
        select step, ${within('sessions_so_far')} as sessions, ${within('seconds_so_far')} as seconds
        from unnest(${parts.map(({ step }) => step)}::int[], ${parts.map(({ day }) => day)}::int[],
            ${parts.map((part) => part.before)}::smallint[], ${parts.map(({ last }) => last)}::smallint[])
            as part(step, days, before, last)
          join statistics_tracked sums on sums.day = date '1970-01-01' + part.days
        union all
        select step, sessions, seconds from open) gathered
      group by step
    ), bits as (
      ${rolledUpBits('tracked', placed)}
      union all
      select case when step < ${before}::int then ${periodBefore}::int else step end, ${chunkOf(sql`user_id`)},
        ${bitsOf(sql`user_id`)}
      from open group by 1, 2
    ), chunks as (
      select step, chunk, bit_or(users) as users from bits group by step, chunk
      union all
      select null, chunk, bit_or(users) from bits where step >= 0 group by chunk
    ), people as (
      select step, sum(bit_count(users))::bigint as people from chunks group by step)
    select step, coalesce(sessions, 0) as sessions, coalesce(seconds, 0) as seconds, coalesce(people, 0) as people
    from sums full join people using (step)`;
}

function upTo(sums: string, quarter: Statement): Statement {
  return sql`coalesce(${sql.ref(sums)}[width_bucket(${quarter}, quarters)], 0)`;
}

function within(sums: string): Statement {
  return sql`${upTo(sums, sql`last`)} - ${upTo(sums, sql`before`)}`;
}
