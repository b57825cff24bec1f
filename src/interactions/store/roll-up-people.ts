import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { peopleSpans } from '../rules/spans.ts';
import { bitsOf, chunkOf } from './bits.ts';
import { binOf, lastEnd, type RolledDay } from './rolled-day.ts';

/** What people were there for. */
export type PeopleKind = 'active' | 'tracked';

/**
 * Puts the bits of a day's people in the place of those that are there: the shortest spans from rows, each longer one
 * from the next, where the whole of it is over.
 *
 * @param rows selects `user_id` and `at`, of that day.
 */
export function rollUpPeople(kind: PeopleKind, rows: Statement, day: RolledDay): readonly Statement[] {
  const spans = peopleSpans.toReversed();
  const [shortest = 900] = spans;
  const end = day.from.add({ hours: 24 });
  return [
    sql`
      delete from statistics_people
      where kind = ${kind} and span = any(${spans}::int[]) and at >= ${day.from}::timestamptz and at < ${end}::timestamptz`,
    sql`
      insert into statistics_people (kind, span, at, chunk, users)
      select ${kind}, ${shortest}::int, ${binOf(sql`at`, shortest, day)}, ${chunkOf(sql`user_id`)}, ${bitsOf(sql`user_id`)}
      from (${rows}) present group by 3, 4`,
    ...spans.slice(1).map((span, place) => {
      const finer = spans[place] ?? shortest;
      return sql`
        insert into statistics_people (kind, span, at, chunk, users)
        select kind, ${span}::int, ${binOf(sql`at`, span, day)}, chunk, bit_or(users) from statistics_people
        where kind = ${kind} and span = ${finer}::int
          and at >= ${day.from}::timestamptz and at < ${lastEnd(day, span)}::timestamptz
        group by kind, 3, chunk`;
    }),
  ];
}
