import { cellMonths, type CellState, type MonthRange } from '../aggregates/rules/cell-months.ts';
import { monthStart } from '../aggregates/rules/month.ts';
import { readCellState } from '../aggregates/store.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { momentAt } from '../platform/moments.ts';
import { earliest, latest } from './rules/moments.ts';
import { epochSeconds } from './rules/segments.ts';

/** Time tracked in one activity within a stretch. Seconds are active ones. */
export interface ActivitySum {
  readonly activityId: ActivityId;
  readonly name: string;
  readonly seconds: number;
  readonly sessions: number;
  readonly longest: number;
}

/**
 * The same days in each zone a person has tracked in: a session counts in the days of its own zone.
 * A bound of null is open.
 */
export interface ZonedStretch {
  readonly zone: string;
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

export interface SumsQuestion {
  readonly userId: UserId;
  readonly stretches: readonly ZonedStretch[];
  /** The moment up to which a running session counts. */
  readonly now: Temporal.Instant;
  /** No session that reaches into the stretches began before; unknown unless said, and then all months are opened. */
  readonly since?: Temporal.Instant | null;
  /** Gives a moment before which no session began that was not over by `end`; null: unknown, and then rows are read. */
  readonly overBefore?: (end: Temporal.Instant) => Temporal.Instant | null;
}

type Moment = Temporal.Instant | null;

/** A stretch to be summed up from rows: of sessions that began in a part of it, or before. */
interface RowsPart {
  readonly place: number;
  readonly userId: UserId;
  readonly zone: string;
  readonly from: Moment;
  readonly to: Moment;
  readonly now: Temporal.Instant;
  /** What began earlier is counted elsewhere; null where that is not known, and looked for. */
  readonly begunFrom: Moment;
  /** What began then or later is counted elsewhere. */
  readonly begunBefore: Moment;
}

/** Months to be summed up from cells. */
interface CellsPart extends MonthRange {
  readonly place: number;
  readonly userId: UserId;
}

/** Moments between which sessions began; null is open. */
interface Bounds {
  readonly from: Moment;
  readonly to: Moment;
}

/** Milliseconds after its beginning before which no month is closed: 28 days of its own, 40 more, less two for zones. */
const youngestClosed = 66 * 86_400_000;

/**
 * Sums by activity, the longest first. Months of which closed cells say all there is to say come from cells, the rest
 * from rows: a session counts in the one or the other by the month in which it began.
 */
export async function readSums(session: Session, questions: readonly SumsQuestion[]): Promise<ActivitySum[][]> {
  const state = questions.some(reachesClosed) ? await readState(session) : null;
  const cells: CellsPart[] = [];
  const parts: RowsPart[] = [];
  for (const [place, question] of questions.entries()) {
    const months = state && reachesClosed(question) ? monthsOf(question, state) : null;
    if (months) cells.push({ place, userId: question.userId, ...months });
    addRowsParts(parts, question, place, months);
  }
  if (parts.length + cells.length === 0) return questions.map(() => []);
  const since = earliest(questions.map((question) => question.since ?? null));
  const [rows] = await session.send(sumUp(parts, since, cells));
  const answers = questions.map((): ActivitySum[] => []);
  for (const { place, activity_id: activityId, name, seconds, sessions, longest } of rows)
    answers[place]?.push({ activityId, name, seconds, sessions, longest });
  return answers;
}

function reachesClosed({ stretches, now }: SumsQuestion): boolean {
  if (stretches.length === 0) return false;
  const from = latest(stretches.map((stretch) => stretch.from));
  return from === null || from.epochMilliseconds < now.epochMilliseconds - youngestClosed;
}

async function readState(session: Session): Promise<CellState> {
  const [[row]] = await session.send(readCellState());
  return { closedBefore: row?.closed_before ?? null, archivedBefore: row?.archived_before ?? null };
}

function monthsOf({ stretches, now, overBefore }: SumsQuestion, state: CellState): MonthRange | null {
  const from = latest(stretches.map((stretch) => stretch.from));
  const to = earliest([now, ...stretches.map((stretch) => stretch.to ?? now)]) ?? now;
  // A second before the end: a session that this very turn has ended is not yet written as such.
  const known = overBefore ? overBefore(momentAt(epochSeconds(to) - 1)) : null;
  return cellMonths({ from, to, overBefore: known }, state);
}

/** Adds what is left for rows, before the months that come from cells and after them. */
function addRowsParts(
  parts: RowsPart[],
  { userId, now, stretches }: SumsQuestion,
  place: number,
  months: MonthRange | null,
): void {
  for (const { zone, from, to } of stretches) {
    const whole = { place, userId, zone, from, to, now, begunFrom: null, begunBefore: null };
    if (months?.from) parts.push({ ...whole, begunBefore: monthStart(months.from) });
    parts.push(months ? { ...whole, begunFrom: monthStart(months.until) } : whole);
  }
}

interface SumRow {
  place: number;
  activity_id: ActivityId;
  name: string;
  seconds: number;
  sessions: number;
  longest: number;
}

function sumUp(parts: readonly RowsPart[], since: Moment, cells: readonly CellsPart[]): Statement<SumRow> {
  // Ordinary questions are one statement, whatever else is asked beside them at other times.
  const column = sql.columns(parts);
  const fromCells = cells.length === 0 ? sql`` : sql`union all ${sumCells(cells)}`;
  return sql`
    with asked as (
      select place, user_id, zone, coalesce(from_at, '-infinity') as from_at,
        least(coalesce(to_at, 'infinity'), now_at) as to_at, begun_from, least(to_at, now_at, begun_before) as begun_before
      from (
        select ${column('int', (p) => p.place)} as place, ${column('bigint', (p) => p.userId)} as user_id,
          ${column('text', (p) => p.zone)} as zone, ${column('timestamptz', (p) => p.from)} as from_at,
          ${column('timestamptz', (p) => p.to)} as to_at, ${column('timestamptz', (p) => p.now)} as now_at,
          ${column('timestamptz', (p) => p.begunFrom)} as begun_from,
          ${column('timestamptz', (p) => p.begunBefore)} as begun_before
      ) q
    ), parts as materialized (
      -- Once for each session, whoever refers to what was made of it.
      ${sumRows(boundsOf(parts, since))}
    ), counted as (
      select place, activity_id, seconds, 1 as sessions, seconds as longest from parts
      -- Of a session that only stood still in this stretch, no part lies in it.
      where seconds > 0 or begins_here
      ${fromCells}
    ), summed as (
      select place, activity_id, sum(seconds)::bigint as seconds, sum(sessions)::int as sessions,
        max(longest)::int as longest
      from counted group by place, activity_id
    )
    select summed.*, activities.name from summed join activities on activities.id = summed.activity_id
    order by summed.place, summed.seconds desc, activities.name`;
}

/**
 * One person's sessions never overlap, so the only one that can reach into a stretch from before is the last one
 * that began before it: that bounds the scan of `sessions_by_user` from below. What bounds all questions together is
 * known before the first row is read, and only the months between are opened: to open sixty takes a thousand times
 * what there is to read in two.
 *
 * Whatever lies within a stretch is counted by the index alone; only the few sessions that cross an end are looked up.
 */
function sumRows(bounds: readonly Bounds[]): Statement {
  return sql`
    select a.place, s.activity_id, s.started_at >= a.from_at as begins_here,
      case when s.finished_at <= a.to_at and s.started_at >= a.from_at then s.duration
      else (
        select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::int
        from sessions c
        cross join lateral unnest(c.segments * tstzmultirange(tstzrange(a.from_at, greatest(a.from_at, a.to_at)))) r
        -- Another one may have begun in the same second, and ended in it.
        where c.user_id = a.user_id and c.started_at = s.started_at and c.finished_at is not distinct from s.finished_at
          and ${within(bounds, 'c')})
      end as seconds
    from asked a
    cross join lateral (
      select s.activity_id, s.started_at, s.finished_at, s.duration
      from sessions s
      where s.user_id = a.user_id and s.started_at < a.begun_before and s.time_zone = a.zone and ${within(bounds, 's')}
        and s.started_at >= coalesce(a.begun_from, (
          select p.started_at from sessions p where p.user_id = a.user_id and p.started_at < a.from_at
            and ${within(bounds, 'p')}
          order by p.started_at desc limit 1), '-infinity')
        and coalesce(s.finished_at, 'infinity') > a.from_at
      -- Keeps the planner from joining everybody's sessions first.
      offset 0
    ) s`;
}

/** Where all parts lie: those behind months that come from cells apart from the others, so as not to open these months. */
function boundsOf(parts: readonly RowsPart[], since: Moment): readonly Bounds[] {
  const behind = parts.filter((part) => part.begunFrom);
  const others = behind.length === 0 ? parts : parts.filter((part) => !part.begunFrom);
  return [
    ...(others.length > 0 ? [{ from: since, to: latest(others.map((part) => part.begunBefore ?? part.to)) }] : []),
    ...(behind.length > 0
      ? [{ from: earliest(behind.map((part) => part.begunFrom)), to: latest(behind.map((part) => part.to)) }]
      : []),
  ];
}

function within(bounds: readonly Bounds[], session: string): Statement {
  const startedAt = sql.raw(`${session}.started_at`);
  const each = bounds.map(
    ({ from, to }) =>
      sql`${startedAt} >= ${from ?? '-infinity'}::timestamptz and ${startedAt} < ${to ?? 'infinity'}::timestamptz`,
  );
  return sql`(${sql.join(each, ' or ')})`;
}

/** By the primary key alone, which has all that is asked for. */
function sumCells(cells: readonly CellsPart[]): Statement {
  const column = sql.columns(cells);
  return sql`
    select m.place, own.activity_id, own.seconds, own.sessions, own.longest
    from (
      select ${column('int', (c) => c.place)} as place, ${column('bigint', (c) => c.userId)} as user_id,
        ${column('date', (c) => c.from)} as from_month, ${column('date', (c) => c.until)} as until_month
    ) m
    cross join lateral (
      select activity_id, seconds, sessions, longest from user_activity_aggregates cell
      where cell.user_id = m.user_id and cell.month >= coalesce(m.from_month, '-infinity') and cell.month < m.until_month
      offset 0) own`;
}
