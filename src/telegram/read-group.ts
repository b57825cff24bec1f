import { sql } from 'kysely';
import { conversationColumns, type ConversationRow } from '../builder/conversations.ts';
import { personColumns, type PersonRow } from '../people/store.ts';
import type { Statement } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import { runningSession, trackerColumns, type TrackerRow } from '../tracker/store.ts';

/** An update about which everything is asked. */
export interface Asked {
  readonly updateId: number;
  readonly userId: UserId | null;
  readonly chatId: number | null;
}

/** All that has to be known before an update is answered; the person's part is there where `user_id` is. */
export type GroupRow = PersonRow &
  TrackerRow &
  ConversationRow & {
    readonly update_id: number;
    readonly user_id: UserId | null;
    /** Whether the update has taken effect before. */
    readonly is_processed: boolean;
    /** The row of `outgoing` that held its answer, if it had one. */
    readonly answer_id: number | null;
    /** Whether something said earlier still waits in this chat. */
    readonly is_behind: boolean;
  };

/**
 * Reads, for each update of a group, the person with their tracker, running session and open question, and whether
 * the update is known. One statement, because what it costs is mostly that it is one more. It stands behind the one
 * that locks: a statement that locks and reads sees what was true before it waited.
 *
 * @param said rows of `outgoing` that have been said and are only not deleted yet.
 */
export function readGroup(botId: number, asked: readonly Asked[], said: readonly number[]): Statement<GroupRow> {
  return sql`
    select k.update_id, t.user_id, ${personColumns}, ${trackerColumns}, ${conversationColumns},
      p.update_id is not null as is_processed, p.answer_id,
      -- By its limit a look at one chat's rows, which an «exists» may turn into a scan of everybody's.
      coalesce((
        select true from outgoing o
        where o.bot_id = ${botId}::bigint and o.chat_id = k.chat_id and o.id <> all(${said}::bigint[])
        limit 1), false) as is_behind
    from unnest(
      ${asked.map(({ updateId }) => updateId)}::bigint[], ${asked.map(({ userId }) => userId)}::bigint[],
      ${asked.map(({ chatId }) => chatId)}::bigint[]) as k(update_id, user_id, chat_id)
    left join trackers t on t.user_id = k.user_id
    left join users u on u.id = k.user_id
    left join ${runningSession}
    left join conversations c on c.user_id = k.user_id
    left join processed_updates p on p.bot_id = ${botId}::bigint and p.update_id = k.update_id`;
}
