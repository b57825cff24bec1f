import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { monthOfPartition, partitionOf, type ArchivedTable, type RunPlace } from '../rules/layout.ts';
import { markOfVersions, type SummedRows } from './rows.ts';

type Place = Omit<RunPlace, 'run'>;

/** The months before `end` that a table has a partition of, the oldest first. */
export async function readMonthsBefore(
  queries: Queries,
  table: ArchivedTable,
  end: Temporal.PlainYearMonth,
): Promise<readonly Temporal.PlainYearMonth[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass`.execute(queries);
  return rows
    .map(({ name }) => monthOfPartition(table, name))
    .filter((month) => month !== null)
    .filter((month) => Temporal.PlainYearMonth.compare(month, end) < 0)
    .toSorted((one, other) => Temporal.PlainYearMonth.compare(one, other));
}

export async function hasPartition(queries: Queries, place: Place): Promise<boolean> {
  const { rows } = await sql<{ name: string | null }>`
    select to_regclass(${partitionOf(place)})::text as name`.execute(queries);
  return rows[0]?.name !== null;
}

/** Whether somebody's session that began in this month goes on. */
export async function hasRunningSession(queries: Queries, place: Place): Promise<boolean> {
  if (place.table !== 'sessions') return false;
  const { rows } = await sql`
    select from ${sql.table(partitionOf(place))} where finished_at is null limit 1`.execute(queries);
  return rows.length > 0;
}

/**
 * Keeps vacuum from beginning in a month or the default partition until the transaction ends. It makes way only for whoever
 * has waited for a second: longer than `takeMonth` may.
 */
export async function keepVacuumAway(queries: Queries, place: Place): Promise<void> {
  await sql`select set_config('lock_timeout', '3s', true)`.execute(queries);
  for (const name of [partitionOf(place), `${place.table}_default`])
    await sql`lock table ${sql.table(name)} in share update exclusive mode`.execute(queries);
}

/**
 * Has a month and its table alone until the transaction ends, and waits for that no longer than told, because everybody
 * waits behind whoever waits for it. The table first: who holds that and wants the month would wait in a circle else.
 *
 * Not a lock that only keeps writers away, taken early: prepared statements that change any session lock all months.
 *
 * @param patience in milliseconds.
 */
export async function takeMonth(queries: Queries, place: Place, patience: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(patience)}, true)`.execute(queries);
  await sql`lock table only ${sql.table(place.table)} in access exclusive mode`.execute(queries);
  await sql`lock table ${sql.table(partitionOf(place))} in access exclusive mode`.execute(queries);
}

/** Whether a month has the very rows that `sumRows` has seen, vacuum having been kept away since. */
export async function isUnchanged(queries: Queries, place: Place, seen: SummedRows): Promise<boolean> {
  const { rows } = await sql<{ count: number; versions: string }>`
    select count(*) as count, ${markOfVersions} as versions from ${sql.table(partitionOf(place))} t`.execute(queries);
  return rows[0]?.count === seen.rows && rows[0].versions === seen.versions;
}

/**
 * Drops a month's partition.
 *
 * As it is, not detached first: detaching gives the partition foreign keys of its own, whose triggers on `users` would
 * lock that table too, and a group of updates holds the one while it asks for the other.
 */
export async function dropMonth(queries: Queries, place: Place): Promise<void> {
  await sql`drop table ${sql.table(partitionOf(place))}`.execute(queries);
}
