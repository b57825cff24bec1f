import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
import type { Row } from '../platform/database/tables.ts';
import type { ActivityId, SessionId, UserId } from '../platform/ids.ts';
import { momentAt, momentText, readMoment } from '../platform/moments.ts';
import { longestSession } from './rules/correction.ts';
import { earliest, isBefore, latest } from './rules/moments.ts';
import { epochSeconds, type ClosedSegment, type Segment } from './rules/segments.ts';
import type { FinishedSession, RunningSession, Tracker, TrackerEvent } from './rules/tracker-model.ts';

/** The message that shows the running session. */
export interface Card {
  readonly chatId: number;
  readonly messageId: number;
}

export interface TrackerState {
  readonly tracker: Tracker;
  readonly card: Card | null;
}

/** Locks the trackers of these people in the order of their ids, waiting two seconds for whoever holds one. */
export function waitForTrackers(ids: readonly UserId[]): Statement<{ user_id: UserId }> {
  return sql`
    select user_id from trackers, (select set_config('lock_timeout', '2s', true)) limited
    where user_id = any(${ids}::bigint[]) order by user_id for update of trackers`;
}

export interface TrackerRow {
  user_id: UserId;
  state: Tracker['state'];
  version: number;
  changed_at: Temporal.Instant | null;
  card_chat_id: number | null;
  card_message_id: number | null;
  session_id: SessionId | null;
  activity_id: ActivityId | null;
  started_at: Temporal.Instant | null;
  segments: string | null;
  session_zone: string | null;
  long_until: Temporal.Instant | null;
  wrote_lately: boolean;
}

/**
 * Whether somebody changed in the last ten seconds what reports tell about them, of `trackers t`: then they read where
 * they wrote. A replica that is read has everything older than five, and a commit takes less than the rest.
 */
export const wroteLately = sql`coalesce(t.written_at > now() - interval '10 seconds', false) as wrote_lately`;

/**
 * What `fromCopy` needs, of `trackers t` alone: whoever locks the row gets all of it as it is now, where the session's
 * own row, read in the same statement, would be as it was when the statement began.
 */
export const copyColumns = sql`t.state, t.version, t.changed_at, t.card_chat_id, t.card_message_id, t.long_until,
  ${wroteLately}, t.session_id, t.session_started_at as started_at, t.running`;

export interface CopyRow extends Omit<TrackerRow, 'activity_id' | 'segments' | 'session_zone'> {
  running: Row<'trackers'>['running'];
}

/** A tracker with its session from the copy beside it; null where there is none that counts, see `readTrackers`. */
export function fromCopy(row: CopyRow): TrackerRow | null {
  const running = row.state === 'idle' ? null : row.running;
  if (row.state !== 'idle' && running?.version !== row.version) return null;
  return {
    user_id: row.user_id,
    state: row.state,
    version: row.version,
    changed_at: row.changed_at,
    card_chat_id: row.card_chat_id,
    card_message_id: row.card_message_id,
    long_until: row.long_until,
    wrote_lately: row.wrote_lately,
    session_id: running && row.session_id,
    started_at: running && row.started_at,
    activity_id: running && running.activity_id,
    segments: running && running.segments,
    session_zone: running && running.time_zone,
  };
}

function toCopy({ version, session }: Tracker): string | null {
  if (!session) return null;
  const { activityId, segments, timeZone } = session;
  return JSON.stringify({
    version,
    activity_id: activityId,
    segments: formatSegments(segments),
    time_zone: timeZone,
  } satisfies Row<'trackers'>['running']);
}

/** Trackers with their sessions' own rows. */
export function readTrackers(ids: readonly UserId[]): Statement<TrackerRow> {
  return sql`
    select t.user_id, ${trackerColumns} from trackers t left join ${runningSession}
    where t.user_id = any(${ids}::bigint[])`;
}

/** What `TrackerDesk.load` needs, of `trackers t` with its session `s`. */
export const trackerColumns = sql`t.state, t.version, t.changed_at, t.card_chat_id, t.card_message_id, t.long_until,
  ${wroteLately},
  s.id as session_id, s.activity_id, s.started_at, s.segments::text as segments, s.time_zone as session_zone`;

/** The running session of `trackers t`, as `s`. */
export const runningSession = sql`sessions s on s.id = t.session_id and s.started_at = t.session_started_at`;

function toTracker(row: TrackerRow): Tracker {
  const { version, changed_at: changedAt } = row;
  if (row.state === 'idle') return { state: 'idle', version, changedAt, session: null };
  const { session_id: id, activity_id: activityId, started_at: startedAt, segments, session_zone: timeZone } = row;
  if (!id || !activityId || !startedAt || !timeZone || segments === null || !changedAt)
    throw new Error(`the tracker of user ${row.user_id} is ${row.state} without a session`);
  const session: RunningSession = { id, activityId, startedAt, segments: parseSegments(segments), timeZone };
  return { state: row.state, version, changedAt, session };
}

function toCard(row: TrackerRow): Card | null {
  if (row.card_chat_id === null || row.card_message_id === null) return null;
  return { chatId: row.card_chat_id, messageId: row.card_message_id };
}

/** The session somebody finished last, if any: what a finish can be taken back from. */
export async function readLastFinished(session: Session, userId: UserId): Promise<FinishedSession | null> {
  const [rows] = await session.send(sql<{
    id: SessionId;
    activity_id: ActivityId;
    started_at: Temporal.Instant;
    finished_at: Temporal.Instant;
    duration: number;
    segments: string;
    time_zone: string;
  }>`
    select id, activity_id, started_at, finished_at, duration, segments::text as segments, time_zone
    from sessions where user_id = ${userId}::bigint and finished_at is not null
    order by started_at desc limit 1`);
  const [row] = rows;
  if (!row) return null;
  const segments = parseSegments(row.segments).filter(isClosed);
  const last = segments.at(-1)?.to;
  return {
    id: row.id,
    activityId: row.activity_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    duration: row.duration,
    segments,
    timeZone: row.time_zone,
    stateBefore: last && epochSeconds(last) < epochSeconds(row.finished_at) ? 'paused' : 'tracking',
  };
}

/** Reads a multirange as it is written here and by PostgreSQL: `{["2026-11-22 07:00:00+00","2026-11-22 07:12:00+00"),[…,)}`. */
export function parseSegments(text: string): Segment[] {
  return [...text.matchAll(/\["([^"]+)",(?:"([^"]+)")?\)/g)].map(([, from = '', to]) => ({
    from: readMoment(from),
    to: to === undefined ? null : readMoment(to),
  }));
}

/** Segments as PostgreSQL reads a `tstzmultirange`; an open one has no end. */
export function formatSegments(segments: readonly Segment[]): string {
  return `{${segments.map(({ from, to }) => `["${momentText(from)}",${to ? `"${momentText(to)}"` : ''})`).join(',')}}`;
}

function isClosed(segment: Segment): segment is ClosedSegment {
  return segment.to !== null;
}

/** What runs for somebody; null: nothing. */
export interface RunningNow {
  readonly userId: UserId;
  readonly sessionId: SessionId | null;
}

interface SessionWrite {
  readonly userId: UserId;
  readonly session: RunningSession;
  readonly finished: FinishedSession | null;
}

/** One person's tracker in a batch. */
interface Known {
  state: TrackerState;
  isChanged: boolean;
  readonly wroteLately: boolean;
  /** Until when a session reached that was longer than `longestSession`; null: there was none. */
  longUntil: Temporal.Instant | null;
}

/** Changes to trackers and sessions in a batch. */
export class TrackerDesk implements Desk {
  readonly #known = new Map<UserId, Known>();
  /** Of whom something else is changed that reports tell. */
  readonly #touched = new Set<UserId>();
  readonly #inserts = new Map<SessionId, SessionWrite>();
  readonly #updates = new Map<SessionId, SessionWrite>();
  readonly #events: { userId: UserId; event: TrackerEvent }[] = [];

  /** Takes what was read of trackers that this transaction has locked. */
  load(rows: readonly TrackerRow[]): void {
    for (const row of rows) {
      this.#known.set(row.user_id, {
        state: { tracker: toTracker(row), card: toCard(row) },
        isChanged: false,
        wroteLately: row.wrote_lately,
        longUntil: row.long_until,
      });
    }
  }

  /** Whether they must be told what the primary knows; so must who was not loaded. */
  wroteLately(userId: UserId): boolean {
    return this.#known.get(userId)?.wroteLately ?? true;
  }

  /** Notes that something of theirs is changed that reports tell: their sessions by hand, their activities. */
  touch(userId: UserId): void {
    this.#touched.add(userId);
  }

  /** @returns a moment before which none of their sessions began that goes on at `from` or later; null: unknown. */
  earliestAt(userId: UserId, from: Temporal.Instant): Temporal.Instant | null {
    const known = this.#known.get(userId);
    if (!known || (known.longUntil && isBefore(from, known.longUntil))) return null;
    const usual = momentAt(epochSeconds(from) - longestSession);
    const running = known.state.tracker.session?.startedAt;
    return running && isBefore(running, usual) ? running : usual;
  }

  /** @throws when that tracker was not loaded. */
  state(userId: UserId): TrackerState {
    return this.#of(userId).state;
  }

  #of(userId: UserId): Known {
    const known = this.#known.get(userId);
    if (!known) throw new Error(`the tracker of user ${userId} was not loaded`);
    return known;
  }

  /**
   * Keeps what a decision changed: the tracker, its sessions and the log.
   *
   * @throws when that tracker was not loaded.
   */
  save(userId: UserId, state: TrackerState, events: readonly TrackerEvent[]): void {
    const known = this.#of(userId);
    known.state = state;
    known.isChanged = true;
    for (const event of events) {
      this.#events.push({ userId, event });
      if (event.type === 'session.finished') {
        const { startedAt, finishedAt } = event.session;
        this.#keep({ userId, session: event.session, finished: event.session });
        if (epochSeconds(finishedAt) - epochSeconds(startedAt) > longestSession) known.longUntil = finishedAt;
      } else if (state.tracker.session?.id === event.sessionId)
        this.#keep({ userId, session: state.tracker.session, finished: null }, event.type === 'session.started');
    }
  }

  /** What runs for those whose trackers were changed. */
  changed(): readonly RunningNow[] {
    return this.#changes().map(([userId, { state }]) => ({ userId, sessionId: state.tracker.session?.id ?? null }));
  }

  #changes(): readonly (readonly [UserId, Known])[] {
    return [...this.#known].filter(([, { isChanged }]) => isChanged);
  }

  #keep(write: SessionWrite, isNew = false): void {
    const { id } = write.session;
    if (isNew || this.#inserts.has(id)) this.#inserts.set(id, write);
    else this.#updates.set(id, write);
  }

  writes(): readonly Write[] {
    const writes: Write[] = [];
    const changes = this.#changes();
    const inserts = [...this.#inserts.values()];
    const updates = [...this.#updates.values()];
    const touched = [...this.#touched].filter((id) => this.#known.get(id)?.isChanged !== true);
    // Who switches has two sessions here: the one that runs no more makes room for the other.
    if (updates.length > 0)
      writes.push({ name: 'changed_sessions', sql: updateSessions(updates), isFirst: inserts.length > 0 });
    if (inserts.length > 0)
      writes.push(
        { name: 'new_sessions', sql: insertSessions(inserts) },
        { name: 'touched_activities', sql: touchActivities(inserts) },
      );
    if (changes.length > 0) writes.push({ name: 'changed_trackers', sql: updateTrackers(changes) });
    if (touched.length > 0) writes.push({ name: 'touched_trackers', sql: touchTrackers(touched) });
    if (this.#events.length > 0) writes.push({ name: 'session_events', sql: logEvents(this.#events) });
    return writes;
  }
}

function insertSessions(writes: readonly SessionWrite[]): Statement {
  const column = sql.columns(writes);
  return sql`
    insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
    select ${column('uuid', (w) => w.session.id)}, ${column('bigint', (w) => w.userId)},
      ${column('bigint', (w) => w.session.activityId)},
      ${column('timestamptz', (w) => w.session.startedAt)},
      ${column('timestamptz', (w) => w.finished?.finishedAt ?? null)},
      ${column('int', (w) => w.finished?.duration ?? null)},
      ${column('tstzmultirange', (w) => formatSegments(w.session.segments))},
      ${column('text', (w) => w.session.timeZone)}`;
}

function touchActivities(writes: readonly SessionWrite[]): Statement {
  const column = sql.columns(writes);
  return sql`
    update activities a set last_started_at = c.at
    from (
      select ${column('bigint', (w) => w.session.activityId)} as id,
        ${column('timestamptz', (w) => w.session.startedAt)} as at
    ) c
    where a.id = c.id`;
}

function updateSessions(writes: readonly SessionWrite[]): Statement {
  const column = sql.columns(writes);
  const starts = writes.map((w) => w.session.startedAt);
  // Between the first and the last start, so that the other months' partitions are not even opened. By its limit the list
  // is taken for short: else a plan made while a table was small reads all sessions of everybody between the two.
  return sql`
    update sessions s set finished_at = c.finished_at, duration = c.duration, segments = c.segments
    from (
      select ${column('uuid', (w) => w.session.id)} as id,
        ${column('timestamptz', (w) => w.session.startedAt)} as started_at,
        ${column('timestamptz', (w) => w.finished?.finishedAt ?? null)} as finished_at,
        ${column('int', (w) => w.finished?.duration ?? null)} as duration,
        ${column('tstzmultirange', (w) => formatSegments(w.session.segments))} as segments
      limit ${writes.length}::int
    ) c
    where s.id = c.id and s.started_at = c.started_at
      and s.started_at >= ${earliest(starts)}::timestamptz and s.started_at <= ${latest(starts)}::timestamptz`;
}

function updateTrackers(changes: readonly (readonly [UserId, Known])[]): Statement {
  const column = sql.columns(changes.map(([userId, { state, longUntil }]) => ({ userId, ...state, longUntil })));
  return sql`
    update trackers t set state = c.state, version = c.version, changed_at = c.changed_at,
      session_id = c.session_id, session_started_at = c.session_started_at, running = c.running, long_until = c.long_until,
      card_chat_id = c.card_chat_id, card_message_id = c.card_message_id, written_at = clock_timestamp()
    from (
      select ${column('bigint', (c) => c.userId)} as user_id,
        ${column('text', (c) => c.tracker.state)} as state,
        ${column('bigint', (c) => c.tracker.version)} as version,
        ${column('timestamptz', (c) => c.tracker.changedAt)} as changed_at,
        ${column('uuid', (c) => c.tracker.session?.id ?? null)} as session_id,
        ${column('timestamptz', (c) => c.tracker.session?.startedAt ?? null)} as session_started_at,
        ${column('json', (c) => toCopy(c.tracker))} as running,
        ${column('timestamptz', (c) => c.longUntil)} as long_until,
        ${column('bigint', (c) => c.card?.chatId ?? null)} as card_chat_id,
        ${column('bigint', (c) => c.card?.messageId ?? null)} as card_message_id
    ) c
    where t.user_id = c.user_id`;
}

function touchTrackers(ids: readonly UserId[]): Statement {
  return sql`update trackers set written_at = clock_timestamp() where user_id = any(${ids}::bigint[])`;
}

function logEvents(events: readonly { userId: UserId; event: TrackerEvent }[]): Statement {
  const column = sql.columns(events);
  return sql`
    insert into session_events_log (session_id, user_id, event_type, payload, at)
    select ${column('uuid', ({ event }) => event.sessionId)},
      ${column('bigint', ({ userId }) => userId)}, ${column('text', ({ event }) => event.type)},
      ${column('jsonb', ({ event }) => JSON.stringify(payload(event)))},
      ${column('timestamptz', ({ event }) => event.at)}`;
}

function payload(event: TrackerEvent): Record<string, unknown> {
  const activity_id = event.activityId;
  switch (event.type) {
    case 'session.started':
      return { activity_id, time_zone: event.timeZone };
    case 'session.paused':
      return { activity_id, active: event.active };
    case 'session.resumed':
      return { activity_id, paused: event.paused };
    case 'session.finished':
      return { activity_id, duration: event.duration };
    case 'session.reopened':
      return { activity_id, state: event.state };
    default:
      return event satisfies never;
  }
}

/** Remembers the message that shows a session, once Telegram has told its id; too late for a session that ended. */
export function rememberCard(
  cards: readonly { readonly userId: UserId; readonly sessionId: SessionId; readonly card: Card }[],
): Statement {
  const column = sql.columns(cards);
  return sql`
    update trackers t set card_chat_id = c.chat_id, card_message_id = c.message_id
    from (
      select ${column('bigint', (c) => c.userId)} as user_id,
        ${column('uuid', (c) => c.sessionId)} as session_id,
        ${column('bigint', (c) => c.card.chatId)} as chat_id,
        ${column('bigint', (c) => c.card.messageId)} as message_id
    ) c
    where t.user_id = c.user_id and t.session_id = c.session_id`;
}

export const trackerDesk = (): TrackerDesk => new TrackerDesk();
