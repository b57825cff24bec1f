import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';

/** What a step of a funnel is: any interaction of a kind, or what one handler or callback answered. */
export type Step = { readonly event: string } | { readonly handler: string };

export interface MomentsRow {
  /** Which of the steps, from 0. */
  step: number;
  /** The first moment of the day, in milliseconds since 1970. */
  day: number;
  /** Twelve bytes each, as `statistics_moments` has them, in order of time. */
  moments: Buffer;
}

/** A day that was rolled up, all of it or its beginning: who came to which of the steps when. */
export function readMoments(steps: readonly Step[], days: readonly number[]): Statement<MomentsRow> {
  return sql`
    select step.number - 1 as step, extract(epoch from rolled.day)::bigint * 1000 as day, rolled.moments
    from unnest(${days}::int[]) as asked(day)
      -- By statistics_moments_by_day.
      join statistics_moments rolled on rolled.day = date '1970-01-01' + asked.day
      join ${stepsOf(steps)} on rolled.event = step.event or rolled.handler = step.handler
    order by rolled.day`;
}

export interface MomentRow {
  step: number;
  user_id: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The same from rows, of what is open, in order of time. */
export function readOpenMoments(
  steps: readonly Step[],
  { from, to }: { readonly from: number; readonly to: number },
): Statement<MomentRow> {
  return sql`
    select step.number - 1 as step, user_id, floor(extract(epoch from timestamp) * 1000)::bigint as at
    from statistics
      join ${stepsOf(steps)} on statistics.event = step.event or statistics.handler = step.handler
    where timestamp >= to_timestamp(${from}::float8) and timestamp < to_timestamp(${to}::float8) and user_id is not null
    order by timestamp, id`;
}

function stepsOf(steps: readonly Step[]): Statement {
  const events = steps.map((step) => ('event' in step ? step.event : null));
  const handlers = steps.map((step) => ('handler' in step ? step.handler : null));
  return sql`
    rows from (unnest(${events}::text[], ${handlers}::text[])) with ordinality as step(event, handler, number)`;
}
