import { sql } from 'kysely';
import { personColumns, type PersonRow } from '../../people/store.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { UserId } from '../../platform/ids.ts';
import type { Content, HoldReason } from '../schema.ts';

/** A broadcast that is being sent now. */
export interface Sending {
  readonly id: number;
  readonly config_version: number;
  /** Whether anybody has got it yet. */
  readonly is_proven: boolean;
  readonly is_test: boolean;
  /** `2026-11-30T10:00:00` on the recipient's own clock. */
  readonly local_at: string | null;
  /** How often it has paused itself because Telegram refused it for everybody. */
  readonly refusals: number;
}

/**
 * Makes what is being sent this bot's, and pauses what another has begun.
 *
 * @returns what this one is to send, the oldest first
 */
export async function claimSendings(queries: Queries, botId: number): Promise<readonly Sending[]> {
  await takeOver(queries, botId);
  const { rows } = await sql<Sending>`
    select id, config_version, delivered > 0 as is_proven, test_of is not null as is_test, refusals,
      to_char(local_at, 'YYYY-MM-DD"T"HH24:MI:SS') as local_at
    from broadcasts
    where state = 'sending' and config_version is not null and bot_id = ${botId}::bigint
    order by id`.execute(queries);
  return rows;
}

/**
 * Pauses what another bot has begun: whoever talks to that one is unknown to this one, and Telegram would say so of each
 * as if they had shut it out. What nobody knew a bot for is this one's from now on.
 */
async function takeOver(queries: Queries, botId: number): Promise<void> {
  await sql`
    update broadcasts b
    set bot_id = coalesce(b.bot_id, ${botId}::bigint), revision = b.revision + 1,
      state = case when b.bot_id is null then b.state else 'paused' end,
      held_for = case when b.bot_id is not null then 'other_bot' end, held_words = null
    where b.state = 'sending' and b.bot_id is distinct from ${botId}::bigint`.execute(queries);
}

export async function readSentContent(queries: Queries, id: number): Promise<Content | null> {
  const { rows } = await sql<{ content: Content }>`
    select content from broadcasts where id = ${id}::bigint`.execute(queries);
  return rows[0]?.content ?? null;
}

/** Why a broadcast pauses itself. */
export interface Hold {
  readonly reason: HoldReason;
  /** Telegram's words. */
  readonly words: string | null;
  /** Who is to be written to again when it goes on, though it has failed with them. */
  readonly again: readonly UserId[];
}

/** Pauses what goes wrong with everybody, until somebody has looked at it. */
export async function holdBroadcast(queries: Queries, id: number, { reason, words, again }: Hold): Promise<void> {
  await sql`
    with open as (
      select id from broadcasts where id = ${id}::bigint and state = 'sending' for update
    ), again as (
      update broadcast_recipients r
      set state = 'waiting', error = null, settled_at = null, due_at = clock_timestamp()
      from open
      where r.broadcast_id = open.id and r.user_id = any(${again}::bigint[]) and r.state = 'failed'
      returning 1
    )
    update broadcasts b
    set state = 'paused', revision = revision + 1, held_for = ${reason}, held_words = ${words},
      refusals = least(b.refusals + ${reason === 'refused' ? 1 : 0}::int, 100),
      failed = b.failed - (select count(*) from again)
    from open where b.id = open.id`.execute(queries);
}

/** Somebody to be written to now, by whoever took the row. */
export interface TakenRecipient extends PersonRow {
  readonly user_id: UserId;
  /** Counting this one. */
  readonly attempt: number;
}

/**
 * Takes recipients that are due, the earliest first, and holds them for `hold` milliseconds.
 *
 * By broadcast_recipients_due.
 */
export async function takeRecipients(
  queries: Queries,
  { id, limit, hold }: { readonly id: number; readonly limit: number; readonly hold: number },
): Promise<readonly TakenRecipient[]> {
  const { rows } = await sql<TakenRecipient>`
    with due as (
      select r.user_id from broadcast_recipients r
      where r.broadcast_id = ${id}::bigint and r.state = 'waiting' and r.due_at <= clock_timestamp()
        -- Asked again for every page, so that a pause holds from the next one on.
        and (select b.state from broadcasts b where b.id = ${id}::bigint) = 'sending'
      order by r.due_at limit ${limit}::int
      for update skip locked
    )
    update broadcast_recipients r
    set due_at = clock_timestamp() + ${hold}::float8 * interval '1 millisecond', attempts = least(attempts + 1, 32767)
    from due join users u on u.id = due.user_id
    where r.broadcast_id = ${id}::bigint and r.user_id = due.user_id
    returning r.user_id, r.attempts as attempt, ${personColumns}`.execute(queries);
  return rows;
}

/** What became of writing to somebody. */
export interface Settled {
  readonly broadcastId: number;
  readonly userId: UserId;
  readonly attempt: number;
  /** `waiting`: to be tried again, after `pause`. */
  readonly state: 'waiting' | 'delivered' | 'blocked' | 'failed';
  readonly messageId: number | null;
  readonly error: string | null;
  /** Milliseconds. */
  readonly pause: number;
}

/**
 * Notes what became of recipients and counts it, in one statement. What is known counts whoever holds the row by now;
 * a wish to try again is only for who holds it.
 */
export async function settleRecipients(queries: Queries, settled: readonly Settled[]): Promise<void> {
  const each = <T>(pick: (one: Settled) => T): T[] => settled.map((one) => pick(one));
  await sql`
    with told as (
      select * from unnest(${each((s) => s.broadcastId)}::bigint[], ${each((s) => s.userId)}::bigint[],
        ${each((s) => s.attempt)}::int[], ${each((s) => s.state)}::text[], ${each((s) => s.messageId)}::bigint[],
        ${each((s) => s.error)}::text[], ${each((s) => s.pause)}::float8[]
      ) as t(broadcast_id, user_id, attempt, state, message_id, error, pause)
    ), noted as (
      update broadcast_recipients r
      set state = t.state, message_id = t.message_id, error = t.error,
        settled_at = case when t.state = 'waiting' then null else clock_timestamp() end,
        due_at = case when t.state = 'waiting' then clock_timestamp() + t.pause * interval '1 millisecond' else r.due_at end
      from told t
      where r.broadcast_id = t.broadcast_id and r.user_id = t.user_id and r.state = 'waiting'
        and (t.state <> 'waiting' or r.attempts = t.attempt)
      returning r.broadcast_id, r.state
    ), counted as (
      select broadcast_id, count(*) filter (where state = 'delivered') as delivered,
        count(*) filter (where state = 'blocked') as blocked, count(*) filter (where state = 'failed') as failed
      from noted group by broadcast_id
    )
    update broadcasts b
    set delivered = b.delivered + c.delivered, blocked = b.blocked + c.blocked, failed = b.failed + c.failed
    from counted c where b.id = c.broadcast_id`.execute(queries);
}

/** Ends what has nobody left to write to. */
export async function finishDone(queries: Queries): Promise<void> {
  await sql`
    update broadcasts b set state = 'done', finished_at = clock_timestamp()
    where b.state = 'sending' and b.is_gathered
      and not exists (select from broadcast_recipients r where r.broadcast_id = b.id and r.state = 'waiting')
  `.execute(queries);
}

/**
 * Lets go of every held recipient, for a process that alone has the database: whoever held them is dead.
 *
 * @param hold milliseconds, the longest for which one is held.
 */
export async function releaseRecipients(queries: Queries, hold: number): Promise<void> {
  await sql`
    update broadcast_recipients r set due_at = clock_timestamp()
    from broadcasts b
    where b.state in ('sending', 'paused') and r.broadcast_id = b.id and r.state = 'waiting' and r.attempts > 0
      and r.due_at > clock_timestamp() and r.due_at <= clock_timestamp() + ${hold}::float8 * interval '1 millisecond'
  `.execute(queries);
}
