import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';

/** What a step of a funnel is: any interaction of a kind, or what one handler or callback answered. */
export type Step = { readonly event: string } | { readonly handler: string };

export interface MomentsRow {
  /** Which of the steps, from 0. */
  step: number;
  /** The first moment of the day, in milliseconds since 1970. */
  day: number;
  /** As `PackedMoments` reads them. */
  packed: string;
}

/**
 * Who came to which of the steps when, on days that were rolled up, all of them or their beginnings; in order of days.
 *
 * @param days the first and the one behind the last, in days since 1970.
 */
export function readMoments(
  steps: readonly Step[],
  { from, to }: { readonly from: number; readonly to: number },
): Statement<MomentsRow> {
  const within = sql`
    day >= date '1970-01-01' + ${from}::int and day < date '1970-01-01' + ${to}::int`;
  return sql`
    select step.number - 1 as step, extract(epoch from day)::bigint * 1000 as day,
      coalesce(packed, statistics_packed(moments)) as packed
    from ${stepsOf(steps)}
      cross join lateral (
        -- By statistics_moments_by_handler.
        select day, packed, moments from statistics_moments where handler = step.handler and ${within}
        union all
        -- By statistics_moments_by_event.
        select day, packed, moments from statistics_moments where event = step.event and ${within}) rolled
    order by day`;
}

/** Packs what of a day was rolled up before moments were packed. @returns false where nothing is left. */
export async function packNext(transaction: Queries): Promise<boolean> {
  const { rows } = await sql`
    update statistics_moments set packed = statistics_packed(moments)
    where packed is null and day = (
      -- By statistics_moments_unpacked: the newest days are looked at most.
      select max(day) from statistics_moments where packed is null)
    returning 1`.execute(transaction);
  return rows.length > 0;
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
