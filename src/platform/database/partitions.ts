import { sql } from 'kysely';
import type { Queries } from './database.ts';

/** Tables partitioned by month. */
const parents = ['sessions', 'session_events_log', 'statistics'] as const;
/** Months made ahead, besides the present one. */
const monthsAhead = 3;

/** Makes the partitions of this month and the next ones, where they are missing. Any process may, at any time. */
export async function makePartitionsAhead(queries: Queries, now: Temporal.Instant): Promise<void> {
  const thisMonth = now.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 });
  for (let months = 0; months <= monthsAhead; months += 1)
    for (const parent of parents)
      await sql`select ensure_month_partition(${parent}, ${thisMonth.add({ months })}::date)`.execute(queries);
}
