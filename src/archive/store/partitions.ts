import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { monthOfPartition, partitionOf, type ArchivedTable, type RunPlace } from '../rules/layout.ts';

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
 * Keeps others from writing into a month until the transaction ends, which nobody should be, and vacuum from beginning
 * there or in the default partition, which is locked as well when one is dropped. Vacuum makes way for whoever has waited
 * for a second: longer than `dropMonth` may.
 */
export async function lockMonth(queries: Queries, place: Place): Promise<void> {
  await sql`select set_config('lock_timeout', '3s', true)`.execute(queries);
  await sql`lock table ${sql.table(partitionOf(place))} in share mode`.execute(queries);
  await sql`lock table ${sql.table(`${place.table}_default`)} in share update exclusive mode`.execute(queries);
}

/**
 * Drops a month's partition, without waiting for long: whoever asks for the whole table waits behind this lock.
 *
 * @param patience in milliseconds.
 * Dropped as it is, not detached first: detaching gives the partition foreign keys of its own, whose triggers on `users`
 * would lock that table too, and a group of updates holds the one while it asks for the other.
 */
export async function dropMonth(queries: Queries, place: Place, patience: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(patience)}, true)`.execute(queries);
  await sql`drop table ${sql.table(partitionOf(place))}`.execute(queries);
}
