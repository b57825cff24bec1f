import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';
import type { UserId } from '../../platform/ids.ts';

/**
 * People as bits: which 2048 ids a chunk has, and which of its bits is somebody's. Of ten thousand people an hour is
 * five rows of 256 bytes, and thirty days of hours are put together by `bit_or` in milliseconds. Larger chunks are
 * emptier where few of many people were there, smaller ones are more rows.
 */
export const chunkSize = sql.raw('2048');

export const chunkOf = (userId: Statement): Statement => sql`(${userId} / ${chunkSize})`;

/** The bits of those people of a chunk: an aggregate. */
export const bitsOf = (userId: Statement): Statement => sql`bit_or(${bitOf(userId)})`;

const numberOf = (userId: Statement): Statement => sql`(${userId} % ${chunkSize})::integer`;
const bitOf = (userId: Statement): Statement => sql`set_bit(0::bit(${chunkSize}), ${numberOf(userId)}, 1)`;

/** Whether a row `t` has somebody's bit. */
export function hasBit(userId: UserId): Statement {
  const id = sql`${userId}::bigint`;
  return sql`t.chunk = ${chunkOf(id)} and get_bit(t.users, ${numberOf(id)}) = 1`;
}

/** Clears somebody's bit in rows `t`. */
export function withoutBit(userId: UserId): Statement {
  return sql`users = set_bit(t.users, ${numberOf(sql`${userId}::bigint`)}, 0)`;
}

/** Whether a row `t` of `statistics_moments` has somebody. The quick look alone may see them where two others meet. */
export function hasMoments(userId: UserId): Statement {
  return sql`position(int8send(${userId}::bigint) in t.moments) > 0
    and statistics_moments_without(t.moments, ${userId}::bigint) <> t.moments`;
}

/** Takes somebody out of rows `t` of `statistics_moments`. */
export function withoutMoments(userId: UserId): Statement {
  return sql`moments = statistics_moments_without(t.moments, ${userId}::bigint)`;
}

/** Waits for whoever rolls up, so that what they read before is there to be found; behind it nobody brings it back. */
export const waitForRollUp = sql`select from statistics_state for update`;
