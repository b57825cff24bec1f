import type { Write } from '../platform/database/batch.ts';
import type { Queries } from '../platform/database/database.ts';
import type { Statement } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
import type { UserId } from '../platform/ids.ts';
import type { Call } from './call.ts';
import { writeCalls } from './written-call.ts';

/** How long an answer belongs to the process that committed it, before another may send it. */
export const answerLeaseSeconds = 15;
/** How long an update is remembered; Telegram repeats none that is older. */
const rememberedHours = 48;

/** Whether an answer still waits to be taken by Telegram. */
export async function isWaiting(queries: Queries, answerId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from outgoing where id = ${answerId}::bigint`.execute(queries);
  return rows.length > 0;
}

/** An update that has taken effect, with what is to be said. */
export interface Processed {
  readonly updateId: number;
  readonly userId: UserId | null;
  readonly chatId: number | null;
  readonly calls: readonly Call[];
}

/**
 * Records that these updates have taken effect, and what is to be said, in the commit of their effects. How long the
 * answers are held is reckoned by the database's clock, as whoever looks for what is due does it: this process's own
 * may be wrong, and a minute would have every answer said twice.
 *
 * @param forgotten rows of `outgoing` that have been said, and go on this occasion.
 */
export function recordProcessed(
  botId: number,
  updates: readonly Processed[],
  forgotten: readonly number[],
): readonly Write[] {
  const column = sql.columns(updates);
  const done = sql`
    select *, case when calls is null then null else nextval('outgoing_id') end as answer_id
    from (
      select ${column('bigint', (u) => u.updateId)} as update_id,
        ${column('bigint', (u) => u.userId)} as user_id,
        ${column('bigint', (u) => u.chatId)} as chat_id,
        ${column('json', (u) => (u.calls.length > 0 && u.chatId !== null ? writeCalls(u.calls) : null))}
          as calls
    ) d`;
  const keys = sql`
    insert into processed_updates (bot_id, update_id, user_id, answer_id)
    select ${botId}::bigint, update_id, user_id, answer_id from done`;
  const letters = sql`
    insert into outgoing (id, bot_id, chat_id, user_id, calls, due_at)
    select answer_id, ${botId}::bigint, chat_id, user_id, calls, now() + make_interval(secs => ${answerLeaseSeconds}::int)
    from done where answer_id is not null`;
  const said = sql`delete from outgoing where id = any(${forgotten}::bigint[])`;
  return [
    { name: 'done', sql: done },
    { name: 'keys', sql: keys },
    { name: 'letters', sql: letters },
    ...(forgotten.length > 0 ? [{ name: 'said', sql: said }] : []),
  ];
}

/** The row of `outgoing` that holds an update's answer. */
export interface AnswerId {
  readonly update_id: number;
  readonly answer_id: number;
  /** Whether something said earlier still waits in this chat. */
  readonly is_behind: boolean;
}

/**
 * Of each update that has something to say; stands behind the writes of `recordProcessed`, and sees what was there
 * before them.
 *
 * @param said rows of `outgoing` that have been said and are only not deleted yet.
 */
export function answerIds(botId: number, said: readonly number[]): Statement<AnswerId> {
  return sql`
    select update_id, answer_id,
      -- By its limit a look at one chat's rows, which an «exists» may turn into a scan of everybody's.
      coalesce((
        select true from outgoing o
        where o.bot_id = ${botId}::bigint and o.chat_id = done.chat_id and o.id <> all(${said}::bigint[])
        limit 1), false) as is_behind
    from done where answer_id is not null`;
}

/** Forgets updates that nobody repeats any more, a few thousand at a time. */
export async function forgetOldUpdates(queries: Queries): Promise<void> {
  await queries.transaction().execute(async (transaction) => {
    // `processed_updates_by_time` can be read only so.
    await sql`set local enable_bitmapscan = on`.execute(transaction);
    await sql`delete from processed_updates where ctid = any(array(
      select ctid from processed_updates where accepted_at < now() - make_interval(hours => ${rememberedHours}::int)
      limit 5000))`.execute(transaction);
  });
}
