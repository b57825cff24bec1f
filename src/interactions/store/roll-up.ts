import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { membershipEvent } from '../rules/spans.ts';
import { arrivals } from './arrivals.ts';
import { rollUpPeople } from './roll-up-people.ts';
import { rollUpWays } from './roll-up-ways.ts';
import { dayOf, quarterOf, type RolledDay } from './rolled-day.ts';

/**
 * Puts what the rows of a day add up to in the place of what was there. To be done behind the lock of the state, in
 * one transaction; how often does not matter.
 */
export function rollUpInteractions(day: RolledDay): readonly Statement[] {
  const active = sql`
    select timestamp as at, user_id from statistics
    where timestamp >= ${day.from}::timestamptz and timestamp < ${day.until}::timestamptz
      and user_id is not null and event <> ${membershipEvent}`;
  return [
    ...replaceSums('statistics_counts', ['event', 'handler', 'outcome', 'config_version'], day),
    ...replaceSums('statistics_totals', ['event', 'outcome'], day),
    ...rollUpPeople('active', active, day),
    ...rollUpWays(day),
    ...replaceMoments(day),
    ...replaceArrivals(day),
  ];
}

/** The same of the sessions that began on a day, all of it. */
export function rollUpTracked(day: RolledDay): readonly Statement[] {
  const { from, until } = day;
  const sessions = sql`
    from sessions
    where started_at >= ${from}::timestamptz and started_at < ${until}::timestamptz and finished_at is not null`;
  return [
    sql`delete from statistics_tracked where day = ${dayOf(day)}::date`,
    sql`
      with quarters as (
        select ${quarterOf(sql`started_at`, day)} as quarter, count(*) as sessions, sum(duration)::bigint as seconds
        ${sessions} group by 1
      ), running as (
        select quarter, sum(sessions) over wide as sessions, sum(seconds) over wide as seconds
        from quarters window wide as (order by quarter))
      insert into statistics_tracked (day, quarters, sessions_so_far, seconds_so_far)
      select ${dayOf(day)}::date, array_agg(quarter order by quarter), array_agg(sessions order by quarter),
        array_agg(seconds order by quarter)
      from running having count(*) > 0`,
    ...rollUpPeople('tracked', sql`select started_at as at, user_id ${sessions}`, day),
  ];
}

function replaceSums(table: string, keys: readonly string[], day: RolledDay): readonly Statement[] {
  const { from, until } = day;
  const [name, columns] = [sql.table(table), sql.join(keys.map((key) => sql.ref(key)))];
  return [
    sql`delete from ${name} where day = ${dayOf(day)}::date`,
    sql`
      with cells as (
        select ${columns}, ${quarterOf(sql`timestamp`, day)} as quarter, count(*) as times
        from statistics
        where timestamp >= ${from}::timestamptz and timestamp < ${until}::timestamptz
        group by ${columns}, quarter
      ), running as (
        select ${columns}, quarter, sum(times) over (partition by ${columns} order by quarter)::int as so_far
        from cells)
      insert into ${name} (day, ${columns}, quarters, so_far)
      select ${dayOf(day)}::date, ${columns}, array_agg(quarter order by quarter), array_agg(so_far order by quarter)
      from running group by ${columns}`,
  ];
}

function replaceMoments(day: RolledDay): readonly Statement[] {
  const { from, until } = day;
  return [
    sql`delete from statistics_moments where day = ${dayOf(day)}::date`,
    sql`
      insert into statistics_moments (day, event, handler, moments)
      select ${dayOf(day)}::date, event, handler, string_agg(
        int8send(user_id) || int4send(floor(extract(epoch from timestamp - ${from}::timestamptz) * 1000)::int),
        ''::bytea order by timestamp, id)
      from statistics
      where timestamp >= ${from}::timestamptz and timestamp < ${until}::timestamptz and user_id is not null
      group by event, handler`,
  ];
}

function replaceArrivals({ from, until }: RolledDay): readonly Statement[] {
  return [
    sql`
      delete from statistics_arrivals
      where at >= ${from}::timestamptz and at < ${from.add({ hours: 24 })}::timestamptz`,
    sql`
      insert into statistics_arrivals (user_id, at, source)
      ${arrivals(sql`${from}::timestamptz`, sql`${until}::timestamptz`)}`,
  ];
}
