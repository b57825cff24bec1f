import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { BroadcastState, Content, HoldReason, Segment } from '../schema.ts';

export interface BroadcastRow {
  readonly id: number;
  readonly name: string;
  readonly content: Content;
  readonly segment: Segment;
  readonly state: BroadcastState;
  readonly revision: number;
  readonly test_of: number | null;
  readonly author: string | null;
  /** `2026-11-30T10:00:00` on the recipient's own clock. */
  readonly local_at: string | null;
  readonly starts_at: Temporal.Instant | null;
  readonly config_version: number | null;
  /** The bot that it was started with, by Telegram's id; null where nobody knew one. */
  readonly bot_id: number | null;
  /** Why it has paused itself, where it has. */
  readonly held_for: HoldReason | null;
  readonly held_words: string | null;
  readonly is_gathered: boolean;
  readonly total: number;
  readonly delivered: number;
  readonly blocked: number;
  readonly failed: number;
  /** People who pressed one of its buttons. */
  readonly clicked: number;
  readonly created_at: Temporal.Instant;
  readonly started_at: Temporal.Instant | null;
  readonly finished_at: Temporal.Instant | null;
}

const columns = sql`
  b.id, b.name, b.content, b.segment, b.state, b.revision, b.test_of, b.author, b.starts_at, b.config_version,
  b.bot_id, b.held_for, b.held_words, to_char(b.local_at, 'YYYY-MM-DD"T"HH24:MI:SS') as local_at, b.is_gathered,
  b.total, b.delivered, b.blocked, b.failed,
  -- By broadcast_clicks_uncounted.
  b.clicked + (
    select count(*)::int from broadcast_clicks c where c.broadcast_id = b.id and not c.is_counted) as clicked,
  b.created_at, b.started_at, b.finished_at`;

export type BroadcastFields = Pick<BroadcastRow, 'name' | 'content' | 'segment'>;

export async function insertBroadcast(
  queries: Queries,
  { name, content, segment }: BroadcastFields,
  author: string,
): Promise<BroadcastRow | undefined> {
  const { rows } = await sql<BroadcastRow>`
    insert into broadcasts as b (name, content, segment, author)
    values (${name}, ${JSON.stringify(content)}::jsonb, ${JSON.stringify(segment)}::jsonb, ${author})
    returning ${columns}`.execute(queries);
  return rows[0];
}

/** Those that are no tests, the newest first. @param before the id after which a page goes on, downwards. */
export async function listBroadcasts(
  queries: Queries,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly BroadcastRow[]> {
  const { rows } = await sql<BroadcastRow>`
    select ${columns} from broadcasts b
    where b.test_of is null and (${before}::bigint is null or b.id < ${before}::bigint)
    order by b.id desc limit ${limit}::int`.execute(queries);
  return rows;
}

export async function findBroadcast(queries: Queries, id: number): Promise<BroadcastRow | null> {
  const { rows } = await sql<BroadcastRow>`
    select ${columns} from broadcasts b where b.id = ${id}::bigint and b.test_of is null`.execute(queries);
  return rows[0] ?? null;
}

type Revision = Pick<BroadcastRow, 'id' | 'revision'>;

/** @returns null where it is no draft any more, or not as it was at this revision. */
export async function updateBroadcast(
  queries: Queries,
  { id, revision }: Revision,
  { name, content, segment }: BroadcastFields,
): Promise<BroadcastRow | null> {
  const { rows } = await sql<BroadcastRow>`
    update broadcasts b
    set name = ${name}, content = ${JSON.stringify(content)}::jsonb, segment = ${JSON.stringify(segment)}::jsonb,
      revision = revision + 1
    where b.id = ${id}::bigint and b.revision = ${revision}::bigint and b.state = 'draft'
    returning ${columns}`.execute(queries);
  return rows[0] ?? null;
}

export interface Start {
  readonly startsAt: Temporal.Instant;
  readonly localAt: Temporal.PlainDateTime | null;
  readonly configVersion: number;
  /** The bot that it belongs to; null where nobody knows one yet. */
  readonly botId: number | null;
}

/** @returns null where it is no draft any more, or not as it was at this revision. */
export async function scheduleBroadcast(
  queries: Queries,
  { id, revision }: Revision,
  { startsAt, localAt, configVersion, botId }: Start,
): Promise<BroadcastRow | null> {
  const { rows } = await sql<BroadcastRow>`
    update broadcasts b
    set state = 'scheduled', starts_at = ${startsAt}::timestamptz, local_at = ${localAt?.toString() ?? null}::timestamp,
      config_version = ${configVersion}::bigint, bot_id = ${botId}::bigint, revision = revision + 1
    where b.id = ${id}::bigint and b.revision = ${revision}::bigint and b.state = 'draft'
    returning ${columns}`.execute(queries);
  return rows[0] ?? null;
}

/** What an administrator can do to one under way, and from which states: the same twice is no harm. */
const moves = {
  pause: { from: ['sending', 'paused'], to: sql`'paused'` },
  resume: { from: ['paused', 'sending'], to: sql`'sending'` },
  // What nobody was written yet is a draft again.
  stop: {
    from: ['scheduled', 'sending', 'paused', 'stopped'],
    to: sql`case when b.state = 'scheduled' then 'draft' else 'stopped' end`,
  },
} as const;

export type Move = keyof typeof moves;

/** @returns null where it is in no state that allows this. */
export async function moveBroadcast(queries: Queries, id: number, move: Move): Promise<BroadcastRow | null> {
  const { from, to } = moves[move];
  const { rows } = await sql<BroadcastRow>`
    update broadcasts b
    set state = ${to}, revision = revision + 1,
      -- Who pauses what holds itself changes nothing about that.
      held_for = case when ${move} = 'pause' and b.state = 'paused' then b.held_for end,
      held_words = case when ${move} = 'pause' and b.state = 'paused' then b.held_words end,
      finished_at = case when ${move} = 'stop' and b.state <> 'scheduled' then coalesce(b.finished_at, clock_timestamp()) end,
      starts_at = case when ${move} = 'stop' and b.state = 'scheduled' then null else b.starts_at end,
      local_at = case when ${move} = 'stop' and b.state = 'scheduled' then null else b.local_at end
    where b.id = ${id}::bigint and b.test_of is null and b.state = any(${from}::text[])
    returning ${columns}`.execute(queries);
  return rows[0] ?? null;
}

/** With its recipients and its tests, unless it is under way. @returns whether it is gone. */
export async function deleteBroadcast(queries: Queries, { id, revision }: Revision): Promise<boolean> {
  while (await deleteRecipients(queries, { id, revision }));
  const { rows } = await sql`
    delete from broadcasts
    where id = ${id}::bigint and revision = ${revision}::bigint and state in ('draft', 'done', 'stopped')
    returning id`.execute(queries);
  return rows.length > 0;
}

/** Recipients that go in one statement. */
const atOnce = 5_000;

/**
 * Some at a time: going with the broadcast, a million of them would hold its row, for which everybody waits in whose group
 * somebody presses one of its buttons.
 *
 * @returns whether there may be more.
 */
async function deleteRecipients(queries: Queries, { id, revision }: Revision): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    with some_of_them as (
      select r.user_id from broadcasts b join broadcast_recipients r on r.broadcast_id = b.id
      where b.id = ${id}::bigint and b.revision = ${revision}::bigint and b.state in ('done', 'stopped')
      limit ${atOnce}::int
    ), clicks as (
      delete from broadcast_clicks c using some_of_them s where c.broadcast_id = ${id}::bigint and c.user_id = s.user_id
    ), gone as (
      delete from broadcast_recipients r using some_of_them s
      where r.broadcast_id = ${id}::bigint and r.user_id = s.user_id
      returning 1
    )
    select count(*)::int as count from gone`.execute(queries);
  return rows[0]?.count === atOnce;
}
