import { sql } from 'kysely';
import type { Database, Queries } from '../platform/database/database.ts';
import type { Statement } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { inHalves } from './pages.ts';
import { monthStart } from './rules/month.ts';
import { recomputeCells, type CellKey } from './store.ts';

export interface Sums {
  /** Active seconds. */
  readonly seconds: number;
  readonly sessions: number;
  readonly longest: number;
}

/** A cell that is not what its sessions add up to; where either is missing, its sums are zeros. */
export interface Difference extends CellKey {
  readonly expected: Sums;
  readonly found: Sums;
}

interface DifferenceRow {
  user_id: UserId;
  activity_id: CellKey['activityId'];
  month: Temporal.PlainDate;
  expected_seconds: number;
  expected_sessions: number;
  expected_longest: number;
  found_seconds: number;
  found_sessions: number;
  found_longest: number;
}

/**
 * The cells of these people that differ from their sessions, as of one moment. Months whose rows are archived have
 * nothing to be compared with.
 *
 * @param before only months before this one.
 */
export async function findDifferences(
  queries: Queries,
  people: readonly UserId[],
  before: Temporal.PlainDate | null = null,
): Promise<readonly Difference[]> {
  const rows = await inHalves(people, (some) =>
    queries.transaction().execute(async (transaction) => {
      // Years of sessions that nobody has read for long may have to come from a slow disk; one person's are not halved.
      const limit = some.length === 1 ? '15min' : '60s';
      await sql`select set_config('statement_timeout', ${limit}, true)`.execute(transaction);
      return (await compare(some, before).execute(transaction)).rows;
    }),
  );
  return rows.flat().map((row) => ({
    userId: row.user_id,
    activityId: row.activity_id,
    month: row.month,
    expected: { seconds: row.expected_seconds, sessions: row.expected_sessions, longest: row.expected_longest },
    found: { seconds: row.found_seconds, sessions: row.found_sessions, longest: row.found_longest },
  }));
}

function compare(people: readonly UserId[], before: Temporal.PlainDate | null): Statement<DifferenceRow> {
  const until = before && monthStart(before);
  return sql`
    with people as materialized (select unnest(${people}::bigint[]) as id),
    truth as (
      select people.id as user_id, own.month, own.activity_id,
        sum(own.duration) as seconds, count(*) as sessions, max(own.duration) as longest
      from people cross join lateral (
        -- By sessions_by_user.
        select activity_id, duration, date_trunc('month', started_at at time zone 'UTC')::date as month
        from sessions
        where user_id = people.id and finished_at is not null
          and started_at < coalesce(${until}::timestamptz, 'infinity')
        offset 0) own
      group by people.id, own.month, own.activity_id
    ), cells as (
      select own.* from people cross join lateral (
        select user_id, month, activity_id, seconds, sessions, longest from user_activity_aggregates cell
        where cell.user_id = people.id and month < coalesce(${before}::date, 'infinity')
        offset 0) own
    ), both_sides as (
      select user_id, month, activity_id, seconds as expected_seconds, sessions as expected_sessions,
        longest as expected_longest, 0 as found_seconds, 0 as found_sessions, 0 as found_longest
      from truth
      union all
      select user_id, month, activity_id, 0, 0, 0, seconds, sessions, longest from cells
    )
    select user_id, month, activity_id,
      sum(expected_seconds)::bigint as expected_seconds, sum(expected_sessions)::int as expected_sessions,
      sum(expected_longest)::int as expected_longest, sum(found_seconds)::bigint as found_seconds,
      sum(found_sessions)::int as found_sessions, sum(found_longest)::int as found_longest
    from both_sides
    where month >= coalesce((select archived_before from aggregate_state), '-infinity')
    group by user_id, month, activity_id
    having (sum(expected_seconds), sum(expected_sessions), sum(expected_longest))
      is distinct from (sum(found_seconds), sum(found_sessions), sum(found_longest))
    order by user_id, month, activity_id`;
}

/** Cells that are computed anew in one transaction: what others may have to wait for. */
const together = 500;

/** Computes cells anew, a few at a time. What happens beside it is in them or comes after. */
export async function repairCells(database: Database, cells: readonly CellKey[]): Promise<void> {
  // A statement for each month: in order of months there are few of them in a transaction.
  const byMonth = cells.toSorted((one, other) => Temporal.PlainDate.compare(one.month, other.month));
  for (let from = 0; from < byMonth.length; from += together) {
    await inHalves(byMonth.slice(from, from + together), (some) =>
      database.transact(async () => ({
        before: recomputeCells(some),
        statement: sql`select`,
        conclude: () => undefined,
      })),
    );
  }
}
