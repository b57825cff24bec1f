import { sql } from 'kysely';
import { rest } from '../rest.ts';
import type { Queries } from './database.ts';
import { isPassing } from './errors.ts';

/** Tables partitioned by month, each with the column that says when. */
const parents = { sessions: 'started_at', session_events_log: 'at', statistics: 'timestamp' } as const;

type Parent = keyof typeof parents;
const names: readonly Parent[] = ['sessions', 'session_events_log', 'statistics'];

/** Months made ahead, besides the present one. */
const monthsAhead = 3;
/** Rows that are older belong to no month of anybody's, and stay where they are. */
const firstMonth = Temporal.PlainDate.from('2000-01-01');
/** Milliseconds for which a lock is waited for, and everybody behind it: see `ensure_month_partition`. */
const lockPatience = 200;
const mostAttempts = 8;
/** Milliseconds in which the rows of a month must have moved; about 80,000 do in a second. */
const movingPatience = 120_000;

/**
 * Makes the partitions of this month and the next ones, where they are missing. Any process may, at any time.
 *
 * @throws what the database says, also when a long report was in the way every time; nothing is lost then: rows
 *   without a month are kept in a partition for them.
 */
export async function makePartitionsAhead(queries: Queries, now: Temporal.Instant): Promise<void> {
  const thisMonth = monthOf(now);
  for (let months = 0; months <= monthsAhead; months += 1)
    for (const parent of names) await makePartition(queries, parent, thisMonth.add({ months }));
}

/**
 * Makes the partitions of those months of which rows were kept without one: past sessions from before the service
 * began, and whatever came while nobody made months ahead. A month that lies further ahead was some wrong clock's, and
 * waits until it is near.
 *
 * @throws as `makePartitionsAhead` does.
 */
export async function makePartitionsBehind(queries: Queries, now: Temporal.Instant): Promise<void> {
  const end = monthOf(now).add({ months: monthsAhead + 1 });
  for (const parent of names) {
    for (const month of await monthsWithout(queries, parent, end)) await makePartition(queries, parent, month);
  }
}

function monthOf(moment: Temporal.Instant): Temporal.PlainDate {
  return moment.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 });
}

async function monthsWithout(
  queries: Queries,
  parent: Parent,
  end: Temporal.PlainDate,
): Promise<readonly Temporal.PlainDate[]> {
  const column = sql.ref(parents[parent]);
  const { rows } = await sql<{ month: Temporal.PlainDate }>`
    select distinct date_trunc('month', ${column} at time zone 'UTC')::date as month
    from ${sql.table(`${parent}_default`)}
    where ${column} >= ${firstMonth}::date and ${column} < ${end}::date
    order by month`.execute(queries);
  return rows.map(({ month }) => month);
}

/**
 * Makes one month's partition, where it is missing.
 *
 * @param month its first day.
 * @throws as `makePartitionsAhead` does.
 */
export async function makePartition(queries: Queries, parent: Parent, month: Temporal.PlainDate): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await queries.transaction().execute(async (transaction) => {
        await sql`
          select set_config('lock_timeout', ${String(lockPatience)}, true),
            set_config('statement_timeout', ${String(movingPatience)}, true)`.execute(transaction);
        await sql`select ensure_month_partition(${parent}, ${month}::date)`.execute(transaction);
      });
      return;
    } catch (error) {
      if (attempt >= mostAttempts || !isPassing(error)) throw error;
      await rest(lockPatience * (1 + Math.random()));
    }
  }
}
