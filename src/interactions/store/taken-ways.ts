import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { membershipEvent, visitPause } from '../rules/spans.ts';

const pause = sql`make_interval(secs => ${visitPause}::int)`;

/**
 * The ways that people took within some stretches of time, from the rows themselves: `config_version`, `from_handler`
 * (empty for the first of a visit), `to_handler` (empty behind the last one), `user_id`, `at`. A visit is over half an
 * hour after the last thing that somebody did, and not before.
 *
 * @param stretches seconds since 1970; no two overlap. Each is a part of the statement, so that only its own months are
 *   planned for.
 */
export function takenWays(
  stretches: readonly { readonly from: number; readonly to: number }[],
  now: Temporal.Instant,
): Statement {
  if (stretches.length === 0) return takenWays([{ from: 0, to: 0 }], now);
  return sql.join(
    stretches.map((stretch) => takenWithin(stretch, now)),
    sql` union all `,
  );
}

function takenWithin({ from, to }: { readonly from: number; readonly to: number }, now: Temporal.Instant): Statement {
  const [starts, ends] = [sql`to_timestamp(${from}::float8)`, sql`to_timestamp(${to}::float8)`];
  return sql`
    select way.config_version, way.from_handler, way.to_handler, shown.user_id, shown.timestamp as at
    from (
        select coalesce(config_version, 0) as config_version, user_id, timestamp, handler,
          lag(handler) over visit as handler_before, timestamp - lag(timestamp) over visit as before,
          coalesce(lead(timestamp) over visit, ${now}::timestamptz) - timestamp as after
        from statistics
        where timestamp >= ${starts} - ${pause} and timestamp < ${ends} + ${pause}
          and user_id is not null and handler is not null and event <> ${membershipEvent}
        window visit as (partition by user_id order by timestamp, id)) shown
      cross join lateral (
        select shown.config_version, case when before <= ${pause} then handler_before else '' end, handler
        union all
        select shown.config_version, handler, '' where after > ${pause}) way(config_version, from_handler, to_handler)
    where shown.timestamp >= ${starts} and shown.timestamp < ${ends}`;
}
