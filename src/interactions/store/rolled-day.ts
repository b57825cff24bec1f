import { sql } from 'kysely';
import type { Statement } from '../../platform/database/session.ts';

/** A day of UTC as far as it is rolled up: all of it, or up to a full hour. */
export interface RolledDay {
  /** Its first moment. */
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

export const dayOf = ({ from }: RolledDay): Temporal.PlainDate => from.toZonedDateTimeISO('UTC').toPlainDate();

/** Which quarter of an hour of the day a moment lies in, 0 to 95. */
export function quarterOf(moment: Statement, { from }: RolledDay): Statement {
  return sql`floor(extract(epoch from ${moment} - ${from}::timestamptz) / 900)::smallint`;
}

/** Where the span of so many seconds begins that a moment of the day lies in. */
export function binOf(moment: Statement, span: number, { from }: RolledDay): Statement {
  return sql`date_bin(make_interval(secs => ${span}::int), ${moment}, ${from}::timestamptz)`;
}

/** Where the last span of so many seconds ends that is wholly rolled up. */
export function lastEnd({ from, until }: RolledDay, span: number): Temporal.Instant {
  const seconds = (until.epochMilliseconds - from.epochMilliseconds) / 1000;
  return from.add({ seconds: Math.floor(seconds / span) * span });
}
