import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { waySpans } from '../rules/spans.ts';
import { bitsOf, chunkOf } from './bits.ts';
import { binOf, lastEnd, type RolledDay } from './rolled-day.ts';
import { takenWays } from './taken-ways.ts';

/** Puts the ways of a day in the place of those that are there, in spans that are wholly over. */
export function rollUpWays(day: RolledDay): readonly Statement[] {
  const [whole, part] = waySpans;
  const [end, nextDay] = [lastEnd(day, part), day.from.add({ hours: 24 })];
  const stretch = sql`select ${day.from}::timestamptz as starts, ${end}::timestamptz as ends`;
  return [
    sql`
      delete from statistics_ways
      where span = any(${waySpans}::int[]) and at >= ${day.from}::timestamptz and at < ${nextDay}::timestamptz`,
    sql`
      insert into statistics_ways (span, at, config_version, from_handler, to_handler, chunk, times, users)
      select ${part}::int, ${binOf(sql`at`, part, day)}, config_version, from_handler, to_handler,
        ${chunkOf(sql`user_id`)}, count(*), ${bitsOf(sql`user_id`)}
      from (${takenWays(stretch, nextDay.add({ hours: 1 }))}) taken group by 2, 3, 4, 5, 6`,
    sql`
      insert into statistics_ways (span, at, config_version, from_handler, to_handler, chunk, times, users)
      select ${whole}::int, ${day.from}::timestamptz, config_version, from_handler, to_handler, chunk, sum(times),
        bit_or(users)
      from statistics_ways
      where span = ${part}::int and at >= ${day.from}::timestamptz and at < ${lastEnd(day, whole)}::timestamptz
      group by config_version, from_handler, to_handler, chunk`,
  ];
}
