import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { longWaySpans, waySpans } from '../rules/spans.ts';
import { bitsOf, chunkOf } from './bits.ts';
import { binOf, lastEnd, type RolledDay } from './rolled-day.ts';
import { takenWays } from './taken-ways.ts';

/** Where the last day begins of a span that ends there: its rows lie under that day, and are erased with it. */
const placeOfLong = (end: Statement): Statement => sql`${end} - interval '1 day'`;

/**
 * Puts the ways of long spans in the place of those that are there.
 *
 * @param endOf where the span of a length ends that is to be made; null: none is.
 */
export function gatherWays(endOf: (span: number) => Temporal.Instant | null): readonly Statement[] {
  const [day] = waySpans;
  const shortestFirst = [...longWaySpans].toReversed();
  return shortestFirst.flatMap((span, place) => {
    const end = endOf(span);
    if (!end) return [];
    const finer = shortestFirst[place - 1] ?? day;
    const own = placeOfLong(sql`${end}::timestamptz`);
    return [
      sql`delete from statistics_ways where span = ${span}::int and at = ${own}`,
      sql`
        insert into statistics_ways (span, at, config_version, from_handler, to_handler, chunk, times, users)
        select ${span}::int, ${own}, config_version, from_handler, to_handler, chunk, sum(times), bit_or(users)
        from statistics_ways
        where span = ${finer}::int and at >= ${end.subtract({ seconds: span })}::timestamptz and at < ${end}::timestamptz
        group by config_version, from_handler, to_handler, chunk`,
    ];
  });
}

/** Puts the ways of a day in the place of those that are there, in spans that are wholly over. */
export function rollUpWays(day: RolledDay): readonly Statement[] {
  const [whole, part] = waySpans;
  const [end, nextDay] = [lastEnd(day, part), day.from.add({ hours: 24 })];
  const stretch = { from: day.from.epochMilliseconds / 1000, to: end.epochMilliseconds / 1000 };
  return [
    sql`
      delete from statistics_ways
      where span = any(${waySpans}::int[]) and at >= ${day.from}::timestamptz and at < ${nextDay}::timestamptz`,
    sql`
      insert into statistics_ways (span, at, config_version, from_handler, to_handler, chunk, times, users)
      select ${part}::int, ${binOf(sql`at`, part, day)}, config_version, from_handler, to_handler,
        ${chunkOf(sql`user_id`)}, count(*), ${bitsOf(sql`user_id`)}
      from (${takenWays([stretch], nextDay.add({ hours: 1 }))}) taken group by 2, 3, 4, 5, 6`,
    sql`
      insert into statistics_ways (span, at, config_version, from_handler, to_handler, chunk, times, users)
      select ${whole}::int, ${day.from}::timestamptz, config_version, from_handler, to_handler, chunk, sum(times),
        bit_or(users)
      from statistics_ways
      where span = ${part}::int and at >= ${day.from}::timestamptz and at < ${lastEnd(day, whole)}::timestamptz
      group by config_version, from_handler, to_handler, chunk`,
  ];
}
