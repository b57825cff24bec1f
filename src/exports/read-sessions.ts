import { sql } from 'kysely';
import type { Session } from '../platform/database/session.ts';
import type { SessionId, UserId } from '../platform/ids.ts';
import { localDay } from '../tracker/rules/calendar.ts';
import { activeSeconds } from '../tracker/rules/segments.ts';
import { parseSegments } from '../tracker/store.ts';
import type { ExportedSession } from './rules/columns.ts';

/**
 * Sessions read at once. Every moment of theirs is a `Temporal` object with memory outside of the heap, which is given
 * back soon only where it dies young: with pages of 1,000 a million sessions took hundreds of MB, with these none.
 */
const pageSize = 250;

export interface ExportQuestion {
  readonly userId: UserId;
  /** The first and the last day on which a session may have begun, each in the session's own zone; null is open. */
  readonly from: Temporal.PlainDate | null;
  readonly to: Temporal.PlainDate | null;
  /** Minutes after midnight at which the person's day begins. */
  readonly dayStart: number;
  readonly now: Temporal.Instant;
  readonly signal: AbortSignal;
  /** Told after each page how many sessions have been read. */
  readonly onPage: (count: number) => void;
}

interface Row {
  id: SessionId;
  activity: string;
  started_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
  duration: number | null;
  segments: string;
  time_zone: string;
}

/** A person's sessions in the order in which they began, in pages by their key. */
export async function* readSessions(
  reads: Session,
  question: ExportQuestion,
): AsyncGenerator<readonly ExportedSession[]> {
  const { userId, now, signal, onPage } = question;
  const { first, last } = widest(question);
  let after: { at: Temporal.Instant; id: SessionId } | null = null;
  let count = 0;
  for (;;) {
    signal.throwIfAborted();
    const rows: readonly Row[] = await readPage(reads, userId, { first, last, after });
    count += rows.length;
    yield rows.filter((row) => isWithin(row, question)).map((row) => toExported(row, now));
    onPage(count);
    const end = rows.at(-1);
    if (!end || rows.length < pageSize) return;
    after = { at: end.started_at, id: end.id };
  }
}

/** How many there are, more or less: for the progress. */
export async function countSessions(
  reads: Session,
  question: Omit<ExportQuestion, 'signal' | 'onPage'>,
): Promise<number> {
  const { first, last } = widest(question);
  const [rows] = await reads.send(sql<{ count: number }>`
    select count(*)::int as count from sessions s where ${between(question.userId, first, last)}`);
  return rows[0]?.count ?? 0;
}

async function readPage(
  reads: Session,
  userId: UserId,
  { first, last, after }: { first: Bound; last: Bound; after: { at: Temporal.Instant; id: SessionId } | null },
): Promise<readonly Row[]> {
  const further = after
    ? sql`and s.started_at >= ${after.at}::timestamptz
        and (s.started_at, s.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``;
  const [rows] = await reads.send(sql<Row>`
    select s.id, a.name as activity, s.started_at, s.finished_at, s.duration, s.segments::text as segments, s.time_zone
    from sessions s join activities a on a.id = s.activity_id
    where ${between(userId, first, last)} ${further}
    order by s.started_at, s.id limit ${pageSize}::int`);
  return rows;
}

type Bound = Temporal.Instant | null;

function between(userId: UserId, first: Bound, last: Bound) {
  return sql`s.user_id = ${userId}::bigint
    and s.started_at >= coalesce(${first}::timestamptz, '-infinity')
    and s.started_at < coalesce(${last}::timestamptz, 'infinity')`;
}

const utc = (day: Temporal.PlainDate) => day.toZonedDateTime('UTC').toInstant();

/** Moments between which these days lie in every zone on Earth. */
function widest({ from, to }: Pick<ExportQuestion, 'from' | 'to'>): { first: Bound; last: Bound } {
  return {
    first: from && utc(from.subtract({ days: 1 })),
    last: to && utc(to.add({ days: 3 })),
  };
}

function isWithin({ started_at: at, time_zone: zone }: Row, { from, to, dayStart }: ExportQuestion): boolean {
  if (!from && !to) return true;
  const day = localDay(at, zone, dayStart);
  return (!from || Temporal.PlainDate.compare(day, from) >= 0) && (!to || Temporal.PlainDate.compare(day, to) <= 0);
}

function toExported(row: Row, now: Temporal.Instant): ExportedSession {
  const segments = parseSegments(row.segments);
  return {
    id: row.id,
    activity: row.activity,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    duration: row.duration ?? activeSeconds(segments, now),
    segments,
    timeZone: row.time_zone,
  };
}
