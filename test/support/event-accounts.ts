import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Queries } from '../../src/platform/database/database.ts';
import { expectAccountsToAgree } from './accounts.ts';
import type { CrowdReport } from './crowd.ts';
import { until } from './until.ts';

/** Milliseconds in which all that happened must be applied once nothing is in its way any more. */
const patience = 120_000;

/** Waits until nothing is on its way any more. */
export async function untilApplied(queries: Queries, { finishes }: CrowdReport): Promise<void> {
  await until('all is applied', async () => (await countApplied(queries)) >= finishes, patience);
  await until('the outbox is empty', async () => (await countWaiting(queries)) === 0, patience);
}

async function countWaiting(queries: Queries): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from outbox`.execute(queries);
  return rows[0]?.count ?? 0;
}

async function countApplied(queries: Queries): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from applied_events`.execute(queries);
  return rows[0]?.count ?? 0;
}

/** What was acknowledged, the rows, and the events that were applied are as many; the cells are their sums. */
export async function expectEventsToAgree(queries: Queries, report: CrowdReport): Promise<void> {
  await expectAccountsToAgree(queries, report);
  expect(await countWaiting(queries)).toBe(0);
  expect(await countApplied(queries)).toBe(report.finishes);
  const { rows: astray } = await sql`
    with truth as (
      select user_id, activity_id, date_trunc('month', started_at at time zone 'UTC')::date as month,
        sum(duration) as seconds, count(*) as sessions, max(duration) as longest
      from sessions where finished_at is not null group by 1, 2, 3)
    select user_id from truth full join user_activity_aggregates cell using (user_id, activity_id, month)
    where truth.seconds is distinct from cell.seconds or truth.sessions is distinct from cell.sessions
      or truth.longest is distinct from cell.longest`.execute(queries);
  expect(astray).toEqual([]);
}
