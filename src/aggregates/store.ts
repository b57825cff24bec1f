import { sql } from 'kysely';
import type { Statement } from '../platform/database/session.ts';
import { isKept } from '../platform/database/uncommitted.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { monthOf, monthStart } from './rules/month.ts';

/** Which cell: somebody's sessions of one activity that began in one month of UTC, named by its first day. */
export interface CellKey {
  readonly userId: UserId;
  readonly activityId: ActivityId;
  readonly month: Temporal.PlainDate;
}

/** The cell in which a session counts once it is finished. */
export function cellOf(
  userId: UserId,
  session: { readonly activityId: ActivityId; readonly startedAt: Temporal.Instant },
): CellKey {
  return { userId, activityId: session.activityId, month: monthOf(session.startedAt) };
}

/**
 * Computes cells anew from `sessions`: the present truth, not a difference. So it does not matter how often that is
 * done, by whom, or in which order, and a cell that was wrong is right afterwards.
 *
 * Lock first, compute second: a statement of its own behind the lock sees all that was committed before the lock was
 * had, so whoever computes a cell last has seen the most. Goes in one transaction, in this order, behind what changed
 * the sessions. Cells of somebody who was erased and of months without rows are left as they are.
 */
export function recomputeCells(cells: readonly CellKey[]): Statement[] {
  if (cells.length === 0) return [];
  const months = Map.groupBy(cells, ({ month }) => month.toString());
  return [lockCells(cells), ...[...months.values()].map(recomputeMonth)];
}

/**
 * Makes the cells that are missing and locks all of them, in one order, so that nobody waits in a circle. The lock is
 * that of a conflict: a plain one would not notice that a cell it waited for has been deleted meanwhile.
 */
function lockCells(cells: readonly CellKey[]): Statement {
  return sql`
    with held as materialized (
      -- Who drops a month changes this row first, and waits until those who counted on the month are done. For what is
      -- never committed nobody has to wait.
      select archived_before from aggregate_state where ${isKept} for share
    ), state as materialized (
      select archived_before from held
      union all
      select archived_before from aggregate_state where not ${isKept})
    insert into user_activity_aggregates as cell (user_id, month, activity_id)
    select wanted.user_id, wanted.month, wanted.activity_id
    from unnest(${cells.map((cell) => cell.userId)}::bigint[], ${cells.map((cell) => cell.month)}::date[],
        ${cells.map((cell) => cell.activityId)}::bigint[]) as wanted(user_id, month, activity_id)
      join activities on activities.id = wanted.activity_id and activities.user_id = wanted.user_id
      cross join state
    where wanted.month >= coalesce(state.archived_before, '-infinity')
    group by wanted.user_id, wanted.month, wanted.activity_id
    order by wanted.user_id, wanted.month, wanted.activity_id
    on conflict (user_id, month, activity_id) do update set sessions = cell.sessions where false`;
}

/** Of cells of one month, which are locked; its bounds are values, so that no other month is even opened. */
function recomputeMonth(cells: readonly CellKey[]): Statement {
  const month = cells[0]?.month ?? null;
  const [from, to] = [month && monthStart(month), month && monthStart(month.add({ months: 1 }))];
  return sql`
    with truth as materialized (
      select wanted.user_id, wanted.activity_id, own.seconds, own.sessions, own.longest
      from unnest(${cells.map((cell) => cell.userId)}::bigint[], ${cells.map((cell) => cell.activityId)}::bigint[])
          as wanted(user_id, activity_id)
        cross join lateral (
          -- By sessions_by_user.
          select coalesce(sum(duration), 0) as seconds, count(*) as sessions, coalesce(max(duration), 0) as longest
          from sessions
          where user_id = wanted.user_id and started_at >= ${from}::timestamptz and started_at < ${to}::timestamptz
            and activity_id = wanted.activity_id and finished_at is not null) own
      where ${month}::date >= coalesce((select archived_before from aggregate_state), '-infinity')
    ), emptied as (
      delete from user_activity_aggregates cell using truth
      where cell.user_id = truth.user_id and cell.month = ${month}::date and cell.activity_id = truth.activity_id
        and truth.sessions = 0)
    update user_activity_aggregates cell
    set seconds = truth.seconds, sessions = truth.sessions, longest = truth.longest, updated_at = now()
    from truth
    where cell.user_id = truth.user_id and cell.month = ${month}::date and cell.activity_id = truth.activity_id
      and truth.sessions > 0
      and (cell.seconds, cell.sessions, cell.longest) is distinct from (truth.seconds, truth.sessions, truth.longest)`;
}

/** Which months have cells that may be relied on; one row. */
export function readCellState(): Statement<{
  closed_before: Temporal.PlainDate | null;
  archived_before: Temporal.PlainDate | null;
}> {
  return sql`select closed_before, archived_before from aggregate_state`;
}
