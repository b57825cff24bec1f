import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import { cover } from '../rules/cover.ts';
import { membershipEvent, peopleSpans } from '../rules/spans.ts';
import { bitsOf, chunkOf, chunkSize } from './bits.ts';
import type { PeopleKind } from './roll-up-people.ts';

export interface Presence {
  readonly kind: PeopleKind;
  /** Seconds since 1970, any of them. */
  readonly from: number;
  /** Seconds since 1970: what lies behind is read from rows. */
  readonly until: number;
  /** A table with the column `id`: of whom it is asked. */
  readonly among: Statement;
}

const [day, quarter] = [86_400, 900];

/**
 * Whether somebody was there at a moment or since. One string of bits is made for everybody who is asked about, and then
 * each person costs a look at their bit: a year of ten thousand people, or a day of a million, is a few milliseconds.
 *
 * @param userId a column of `among`.
 */
export function wasPresentSince(presence: Presence, userId: Statement): Statement {
  const { among } = presence;
  const first = sql`(select ${chunkOf(sql`min(id)`)} from ${among})`;
  const place = sql`(${userId} - ${first} * ${chunkSize})`;
  // A byte of a bit string begins with its highest bit, and bits of bytes are counted from the lowest.
  return sql`get_bit(${bitsSince(presence, first)}, ${place} / 8 * 8 + 7 - ${place} % 8) = 1`;
}

/** The bits of all chunks of those who are asked about, one behind the other. */
function bitsSince(presence: Presence, first: Statement): Statement {
  const last = sql`(select ${chunkOf(sql`max(id)`)} from ${presence.among})`;
  return sql`(
    with present as (${rolledUp(presence)} union all
      -- Numbers are told apart sooner than strings of bits are put together.
      select ${chunkOf(sql`user_id`)}, ${bitsOf(sql`user_id`)}
      from (select distinct user_id from (${openRows(presence)}) open) people group by 1
    ), chunks as (
      select chunk, bit_or(users) as users from present where chunk between ${first} and ${last} group by chunk
    )
    -- Behind the four bytes of its length.
    select string_agg(substring(bit_send(coalesce(users, 0::bit(${chunkSize}))) from 5), ''::bytea order by number)
    from generate_series(${first}, ${last}) number left join chunks on chunk = number)`;
}

/** Whole days as one range, and what is beside them by shorter spans. */
function rolledUp({ kind, from, until }: Presence): Statement {
  const [firstDay, lastDay] = [Math.ceil(from / day) * day, Math.floor(until / day) * day];
  const beside =
    firstDay < lastDay
      ? [
          [from, firstDay],
          [lastDay, until],
        ]
      : [[from, until]];
  const shorter = beside.flatMap((bounds) => cover(bounds, until, peopleSpans).pieces);
  return sql`
    select chunk, users from statistics_people
    where kind = ${kind} and span = ${day}::int
      and at >= to_timestamp(${firstDay}::float8) and at < to_timestamp(${lastDay}::float8)
    union all
    select people.chunk, people.users
    from unnest(${shorter.map(({ span }) => span)}::int[], ${shorter.map(({ at }) => at)}::bigint[]) as piece(span, at)
      join statistics_people people
        on people.kind = ${kind} and people.span = piece.span and people.at = to_timestamp(piece.at)`;
}

/** What no span has: up to the first quarter that begins, and what is not rolled up. */
function openRows({ kind, from, until }: Presence): Statement {
  const firstQuarter = Math.min(until, Math.ceil(from / quarter) * quarter);
  // By statistics_by_time and sessions_by_start.
  const rows = (after: number, before: number | null) => {
    const at = sql.ref(kind === 'active' ? 'timestamp' : 'started_at');
    const is =
      kind === 'active' ? sql`user_id is not null and event <> ${membershipEvent}` : sql`finished_at is not null`;
    return sql`
      select user_id from ${sql.table(kind === 'active' ? 'statistics' : 'sessions')}
      where ${at} >= to_timestamp(${after}::float8) and ${is}
        and ${before === null ? sql`true` : sql`${at} < to_timestamp(${before}::float8)`}`;
  };
  const open = rows(Math.max(from, until), null);
  return from < firstQuarter ? sql`${rows(from, firstQuarter)} union all ${open}` : open;
}
