import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import type { Erased } from '../erased.ts';
import { monthsSince } from '../rules/months.ts';
import { places, type Place } from './places.ts';

/** Rows that go in one statement, where an index finds them: no lock and no transaction of it lasts long. */
const atOnce = 2_000;

/** Lets a transaction read whole tables, which connections are told not to, for as long as that takes. */
export const mayScan = sql`
  select set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'on', true),
    set_config('statement_timeout', '300s', true)`;

export interface EraseOptions {
  readonly now: Temporal.Instant;
  readonly signal: AbortSignal;
}

/** Erases what somebody has in one place, a part at a time; may be begun anew at any point. */
export async function eraseRows(
  queries: Queries,
  place: Place,
  person: Erased,
  { now, signal }: EraseOptions,
): Promise<void> {
  const { moment, isScanned, behind } = place;
  if (moment === undefined || isScanned) {
    for (const within of moment === undefined ? [sql`true`] : stretches(moment, person, now)) {
      signal.throwIfAborted();
      await queries.transaction().execute(async (transaction) => {
        if (isScanned) await mayScan.execute(transaction);
        if (behind) await behind.execute(transaction);
        await erase(place, person, within).execute(transaction);
      });
    }
    return;
  }
  const theirs = place.theirs(person);
  const oldest = sql`
    ${sql.ref(`t.${moment}`)} <= (
      select max(at) from (
        select ${sql.ref(`t.${moment}`)} as at from ${sql.table(place.table)} t
        where ${theirs} order by 1 limit ${atOnce}::int) oldest)`;
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await erase(place, person, oldest).execute(queries);
    if (!rows[0]?.count) return;
  }
}

/** Erases what has come since in any place, for the transaction in which the person goes. */
export function eraseLeftovers(person: Erased): readonly Statement[] {
  return places.map((place) =>
    erase(
      place,
      person,
      // What was under way when it began is about no earlier moment than an update can have.
      place.isScanned && place.moment !== undefined
        ? sql`${sql.ref(`t.${place.moment}`)} >= ${person.erasingAt.subtract({ hours: 48 })}::timestamptz`
        : sql`true`,
    ),
  );
}

/** How many rows of somebody's are in one place. */
export async function countRows(
  queries: Queries,
  place: Place,
  person: Erased,
  now: Temporal.Instant,
): Promise<number> {
  const { moment, isScanned, table, behind } = place;
  let count = 0;
  for (const within of moment !== undefined && isScanned ? stretches(moment, person, now) : [sql`true`])
    count += await queries.transaction().execute(async (transaction) => {
      if (isScanned) await mayScan.execute(transaction);
      // What it is about to write would be found by nobody after this.
      if (behind) await behind.execute(transaction);
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} t
        where ${place.theirs(person)} and ${within}`.execute(transaction);
      return rows[0]?.count ?? 0;
    });
  return count;
}

function erase(place: Place, person: Erased, within: Statement): Statement<{ count: number }> {
  const { table, theirs, blanked } = place;
  const verb = blanked
    ? sql`update ${sql.table(table)} t set ${blanked(person)}`
    : sql`delete from ${sql.table(table)} t`;
  return sql`
    with gone as (${verb} where ${theirs(person)} and ${within} returning 1)
    select count(*)::int as count from gone`;
}

/** Conditions that part a table by its months. */
export function stretches(
  moment: string,
  { createdAt }: Pick<Erased, 'createdAt'>,
  now: Temporal.Instant,
): readonly Statement[] {
  const column = sql.ref(`t.${moment}`);
  return monthsSince(createdAt, now).map(({ from, to }) => {
    const begins = from ? sql`${column} >= ${from}::timestamptz` : sql`true`;
    return to ? sql`${begins} and ${column} < ${to}::timestamptz` : begins;
  });
}
