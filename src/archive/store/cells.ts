import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { firstDayOf } from '../rules/months.ts';

/** Whether the aggregates of a month and all before it are exact, and stay so without its rows. */
export async function areCellsClosed(queries: Queries, month: Temporal.PlainYearMonth): Promise<boolean> {
  const { rows } = await sql<{ closed: boolean | null }>`
    select closed_before > ${firstDayOf(month)}::date as closed from aggregate_state`.execute(queries);
  return rows[0]?.closed ?? false;
}

/**
 * Says that cells of this month and all before it are all there is of them. Waits for whoever computes cells from rows
 * that are there until then; to be done in the transaction that drops the rows.
 */
export async function leaveToCells(queries: Queries, month: Temporal.PlainYearMonth): Promise<void> {
  await sql`
    update aggregate_state
    set archived_before = greatest(archived_before, ${firstDayOf(month.add({ months: 1 }))}::date)`.execute(queries);
}
