import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { membershipEvent, visitPause } from '../rules/spans.ts';

const pause = sql`make_interval(secs => ${visitPause}::int)`;

/**
 * The ways that people took within some stretches of time, from the rows themselves: `config_version`, `from_handler`
 * (empty for the first of a visit), `to_handler` (empty behind the last one), `user_id`, `at`. A visit is over half an
 * hour after the last thing that somebody did, and not before.
 *
 * @param stretches selects `starts` and `ends`; no two overlap.
 */
export function takenWays(stretches: Statement, now: Temporal.Instant): Statement {
  return sql`
    select way.config_version, way.from_handler, way.to_handler, shown.user_id, shown.timestamp as at
    from (${stretches}) stretch
      cross join lateral (
        select coalesce(config_version, 0) as config_version, user_id, timestamp, handler,
          lag(handler) over visit as handler_before, timestamp - lag(timestamp) over visit as before,
          coalesce(lead(timestamp) over visit, ${now}::timestamptz) - timestamp as after
        from statistics
        where timestamp >= stretch.starts - ${pause} and timestamp < stretch.ends + ${pause}
          and user_id is not null and handler is not null and event <> ${membershipEvent}
        window visit as (partition by user_id order by timestamp, id)) shown
      cross join lateral (
        select shown.config_version, case when before <= ${pause} then handler_before else '' end, handler
        union all
        select shown.config_version, handler, '' where after > ${pause}) way(config_version, from_handler, to_handler)
    where shown.timestamp >= stretch.starts and shown.timestamp < stretch.ends`;
}
