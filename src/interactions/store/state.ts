import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import { visitPause, waySpans } from '../rules/spans.ts';

/** How far figures are rolled up. */
export interface RollUpState {
  /** Interactions before this full hour are; null: none. */
  readonly closedUntil: Temporal.Instant | null;
  /** Ways of long spans that ended by then are gathered; null: none. */
  readonly gatheredUntil: Temporal.Instant | null;
  /** Sessions that began on days of UTC before this one are; null: none. */
  readonly trackedUntil: Temporal.PlainDate | null;
}

interface StateRow {
  closed_until: Temporal.Instant | null;
  gathered_until: Temporal.Instant | null;
  tracked_until: Temporal.PlainDate | null;
}

export const readState: Statement<StateRow> = sql`
  select closed_until, gathered_until, tracked_until from statistics_state`;

export function toState(row: StateRow | undefined): RollUpState {
  return {
    closedUntil: row?.closed_until ?? null,
    gatheredUntil: row?.gathered_until ?? null,
    trackedUntil: row?.tracked_until ?? null,
  };
}

/** Holds the state until the end of the transaction: one at a time rolls up or erases. */
export async function holdState(transaction: Queries): Promise<RollUpState> {
  const { rows } = await sql<StateRow>`
    select closed_until, gathered_until, tracked_until from statistics_state for update`.execute(transaction);
  return toState(rows[0]);
}

/** Says how far figures are rolled up from now on; what is null stays as it is. */
export async function moveOn(
  transaction: Queries,
  { closedUntil, gatheredUntil, trackedUntil }: Partial<RollUpState>,
): Promise<void> {
  await sql`
    update statistics_state
    set closed_until = greatest(closed_until, ${closedUntil ?? null}::timestamptz),
      gathered_until = greatest(gathered_until, ${gatheredUntil ?? null}::timestamptz),
      tracked_until = greatest(tracked_until, ${trackedUntil ?? null}::date)`.execute(transaction);
}

/** The first day of UTC that has rows; null where there are none. Rows from before are some wrong clock's. */
export async function firstDay(
  transaction: Queries,
  table: 'statistics' | 'sessions',
  notBefore: Temporal.Instant,
): Promise<Temporal.PlainDate | null> {
  const column = sql.ref(table === 'sessions' ? 'started_at' : 'timestamp');
  const { rows } = await sql<{ day: Temporal.PlainDate | null }>`
    select min(${column})::date as day from ${sql.table(table)} where ${column} >= ${notBefore}::timestamptz`.execute(
    transaction,
  );
  return rows[0]?.day ?? null;
}

/** The first day of which there are ways; null where there are none. */
export async function firstDayOfWays(transaction: Queries): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ day: Temporal.Instant | null }>`
    select min(at) as day from statistics_ways where span = ${waySpans[0]}::int`.execute(transaction);
  return rows[0]?.day ?? null;
}

/**
 * Whether a day's rows have left for the archive, so that what was rolled up is all there is. Reads the table first, in
 * the same transaction: whoever drops a month then waits until this is over.
 */
export async function isArchived(
  transaction: Queries,
  table: 'statistics' | 'sessions',
  day: Temporal.PlainDate,
): Promise<boolean> {
  await sql`lock table ${sql.table(table)} in access share mode`.execute(transaction);
  const { rows } = await sql`
    select from archive_months
    where table_name = ${table} and month = date_trunc('month', ${day}::date) and state in ('dropped', 'restored')
    limit 1`.execute(transaction);
  return rows.length > 0;
}

/** The highest ids that were given out so far, as the two logs of what happens have them. */
export interface Marks {
  readonly statistics: number;
  readonly events: number;
}

export async function readMarks(queries: Queries): Promise<Marks> {
  const { rows } = await sql<Marks>`
    select coalesce((select max(id) from statistics), 0) as statistics,
      coalesce((select max(id) from session_events_log), 0) as events`.execute(queries);
  return rows[0] ?? { statistics: 0, events: 0 };
}

/** Begins with looking for what comes late. */
export async function startMarks(transaction: Queries, { statistics, events }: Marks): Promise<void> {
  await sql`
    update statistics_state
    set statistics_seen = ${statistics}::bigint, statistics_next = ${statistics}::bigint,
      late_seen = ${statistics}::bigint, late_next = ${statistics}::bigint,
      events_seen = ${events}::bigint, events_next = ${events}::bigint, looked_at = now()`.execute(transaction);
}

/**
 * Remembers that all was seen up to the marks of the look before this one, unless that was just now: a transaction that
 * had its id by then may not have ended.
 */
export async function moveMarks(queries: Queries, { statistics, events }: Marks): Promise<void> {
  await sql`
    update statistics_state
    set statistics_seen = statistics_next, statistics_next = ${statistics}::bigint, late_seen = late_next,
      late_next = ${statistics}::bigint, events_seen = events_next, events_next = ${events}::bigint, looked_at = now()
    where looked_at < now() - interval '4 minutes'`.execute(queries);
}

/**
 * Days of UTC that were rolled up before some of their rows came. A visit reaches into the day beside it. By a mark of
 * its own: what the version before has found and rolled up again, it has not gathered.
 */
export async function lateDays(queries: Queries): Promise<readonly Temporal.PlainDate[]> {
  const { rows } = await sql<{ day: Temporal.PlainDate }>`
    select distinct (late.timestamp + make_interval(secs => shift))::date as day
    from statistics_state state
      cross join lateral (
        select timestamp from statistics
        where id > state.late_seen and timestamp < state.closed_until) late
      cross join unnest(${[-visitPause, 0, visitPause]}::int[]) shift
    order by day`.execute(queries);
  return rows.map(({ day }) => day);
}

/**
 * Days of UTC whose sessions have changed since they were rolled up, by the log of what happens to sessions. An id tells
 * when its session began; what is changed by hand says so itself.
 */
export async function changedDays(queries: Queries): Promise<readonly Temporal.PlainDate[]> {
  const { rows } = await sql<{ day: Temporal.PlainDate }>`
    select distinct began.at::date as day
    from statistics_state state
      cross join lateral (
        select session_id, event_type, payload from session_events_log where id > state.events_seen) event
      cross join lateral (
        select to_timestamp(('x' || substr(replace(session_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
        where event_type in ('session.finished', 'session.reopened')
        union all
        select moment::timestamptz
        from unnest(array[
          payload ->> 'started_at', payload -> 'before' ->> 'started_at', payload -> 'after' ->> 'started_at']) moment
        where event_type in ('session.added', 'session.corrected', 'session.deleted', 'session.restored')) began(at)
    where began.at < state.tracked_until
    order by day`.execute(queries);
  return rows.map(({ day }) => day);
}
