import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Row } from '../../platform/database/tables.ts';
import type { UserId } from '../../platform/ids.ts';

/**
 * The rows of `outgoing`. A row is held by who wrote it or took it last, until its `due_at`; `attempts` grows
 * with each change of hands, so that who was too slow is told from who holds it now.
 */
export interface Hold {
  readonly id: number;
  readonly attempt: number;
}

type Calls = Row<'outgoing'>['calls'];

export interface TakenRow extends Hold {
  readonly chatId: number;
  readonly userId: UserId | null;
  readonly calls: Calls;
  /** Seconds since it was written, by the database's clock. */
  readonly age: number;
}

/**
 * Takes what is due, the earliest row of each chat only, and holds it for `lease` milliseconds. Whoever else takes
 * at the same moment gets other rows.
 *
 * @param cooling chats to leave alone this time.
 */
export async function takeDue(
  queries: Queries,
  options: { botId: number; limit: number; lease: number; cooling: readonly number[] },
): Promise<TakenRow[]> {
  const { rows } = await sql<TakenRow>`
    with due as (
      select o.id from outgoing o
      where o.bot_id = ${options.botId} and o.due_at <= now() and o.chat_id <> all (${options.cooling}::bigint[])
        and not exists (
          select from outgoing e
          where e.bot_id = o.bot_id and e.chat_id = o.chat_id and e.id < o.id and ${holdsOthers(options.lease)})
      order by o.due_at limit ${options.limit}
      for update skip locked)
    update outgoing set due_at = ${inMilliseconds(options.lease)}, attempts = least(attempts + 1, 32767)
    from due where outgoing.id = due.id
    returning outgoing.id, outgoing.chat_id as "chatId", outgoing.user_id as "userId", outgoing.calls,
      outgoing.attempts as attempt, 
      extract(epoch from now() - outgoing.created_at)::float8 as age`.execute(queries);
  return rows.toSorted((a, b) => a.id - b.id);
}

/** Whether something said earlier still waits in this chat, apart from `except`. */
export async function hasEarlier(
  queries: Queries,
  options: { botId: number; chatId: number; id: number; except: readonly number[]; lease: number },
): Promise<boolean> {
  const { rows } = await sql`
    select from outgoing e
    where e.bot_id = ${options.botId} and e.chat_id = ${options.chatId} and e.id < ${options.id}
      and e.id <> all (${options.except}::bigint[]) and ${holdsOthers(options.lease)}
    limit 1`.execute(queries);
  return rows.length > 0;
}

/** @returns whether the row is still held, now for `lease` milliseconds more. */
export async function extendHold(queries: Queries, { id, attempt }: Hold, lease: number): Promise<boolean> {
  const { rows } = await sql`
    update outgoing set due_at = ${inMilliseconds(lease)}
    where id = ${id} and attempts = ${attempt} returning id`.execute(queries);
  return rows.length > 0;
}

/** Leaves for later, `after` milliseconds from now, what remains to be called. */
export async function putOff(queries: Queries, { id, attempt }: Hold, calls: Calls, after: number): Promise<void> {
  await sql`
    update outgoing
    set calls = ${JSON.stringify(calls)}::json, due_at = ${inMilliseconds(after)}, attempts = least(attempts + 1, 32767)
    where id = ${id} and attempts = ${attempt}`.execute(queries);
}

/**
 * Forgets what Telegram has taken. Not waited for on the disk: what a crash of the server brings back is said twice,
 * as it would be had the crash come a moment earlier.
 */
export async function settle(queries: Queries, ids: readonly number[]): Promise<void> {
  await sql`
    delete from outgoing
    using (select set_config('synchronous_commit', 'off', true)) as quickly
    where id = any (${ids}::bigint[])`.execute(queries);
}

/** Notes that a person does not want to hear from the bot, and forgets what was still to be said in that chat. */
export async function giveUpChat(
  queries: Queries,
  { botId, chatId, userId }: { botId: number; chatId: number; userId: UserId | null },
): Promise<void> {
  await sql`
    with blocked as (
      -- In a group (a negative id) it is the group that threw the bot out, not the person.
      update users set blocked_at = now() where id = ${userId} and ${chatId}::bigint > 0 and blocked_at is null)
    delete from outgoing where bot_id = ${botId} and chat_id = ${chatId}`.execute(queries);
}

/**
 * Lets go of every held row, for a process that alone has the database: whoever held them is dead. To be done before
 * this process takes anything in, because what it holds itself it is sending already.
 *
 * @param lease milliseconds, the longest for which a row is held.
 */
export async function releaseAll(queries: Queries, { botId, lease }: { botId: number; lease: number }): Promise<void> {
  await sql`
    update outgoing set due_at = now()
    where bot_id = ${botId} and due_at > now() and due_at <= ${inMilliseconds(lease)}`.execute(queries);
}

/** What was put off or is under way holds later rows of its chat back; what is planned for another time does not. */
function holdsOthers(lease: number) {
  return sql`(e.attempts > 0 or e.due_at <= ${inMilliseconds(lease)})`;
}

function inMilliseconds(milliseconds: number) {
  return sql`now() + ${milliseconds}::float8 * interval '1 millisecond'`;
}
