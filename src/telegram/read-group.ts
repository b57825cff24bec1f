import { conversationColumns, type ConversationRow } from '../builder/conversations.ts';
import { personColumns, type PersonRow } from '../people/store.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import { sql } from '../platform/database/sql.ts';
import type { UserId } from '../platform/ids.ts';
import { readActivities, type ActivityRow } from '../tracker/activities.ts';
import {
  copyColumns,
  fromCopy,
  readTrackers,
  waitForTrackers,
  type CopyRow,
  type TrackerRow,
} from '../tracker/store.ts';

/** An update about which everything is asked. */
export interface Asked {
  readonly updateId: number;
  /** Who sent it; null where nobody did. */
  readonly userId: UserId | null;
}

interface Sent extends Asked {
  readonly userId: UserId;
}

/** All that has to be known before a group is answered. */
export interface GroupState {
  /** Of those whose tracker is locked now; who is missing is held by somebody, or erased. */
  readonly people: readonly (PersonRow & { readonly user_id: UserId })[];
  readonly trackers: readonly TrackerRow[];
  readonly conversations: readonly ConversationRow[];
  /** Of who is alone in the group, as they are behind the lock; undefined where turns have to ask. */
  readonly activities: readonly ActivityRow[] | undefined;
  /** Updates that have taken effect before, each with the row of `outgoing` that held its answer, if it had one. */
  readonly processed: ReadonlyMap<number, number | null>;
}

type PresentRow = PersonRow &
  CopyRow & {
    readonly update_id: number;
    readonly is_asked: boolean;
    readonly is_processed: boolean;
    readonly answer_id: number | null;
  };

/**
 * Locks the trackers of a group's people and reads everything about them, in one statement where that will do.
 *
 * The statement gives each row it locks as it is once it is locked, and everything beside that as it was when the
 * statement began: what another process has committed in between, about this very person, is seen in the tracker and
 * not in the rest. For each part that is either no harm or taken care of:
 *
 * - the running session lies in the tracker's row;
 * - a question that waited may have been answered: it is read again behind the lock. One that waits since then was not
 *   seen by who sent this update, and stays open;
 * - an update may have taken effect: its key is there then, and refuses the whole commit. Applied again, alone, it is
 *   found to be repeated;
 * - settings are those of a moment ago, as if this update had come first;
 * - whether the chat has something left to be said is asked in the last statement, see `answerIds`.
 *
 * @param waits whether to wait for who holds a tracker instead of leaving that person out. Then nothing may be older
 *   than the lock, and it is a statement of its own, before.
 */
export async function lockAndRead(
  session: Session,
  botId: number,
  asked: readonly Asked[],
  waits: boolean,
): Promise<GroupState> {
  const sent = asked.filter((one): one is Sent => one.userId !== null);
  const { rows, activities } = sent.length === 0 ? { rows: [] } : await lock(session, botId, sent, waits);
  const processed = new Map<number, number | null>();
  const trackers: TrackerRow[] = [];
  const uncopied: UserId[] = [];
  const questioned: UserId[] = [];
  for (const row of rows) {
    if (row.is_processed) processed.set(row.update_id, row.answer_id);
    if (row.is_asked) questioned.push(row.user_id);
    const tracker = fromCopy(row);
    if (tracker) trackers.push(tracker);
    else uncopied.push(row.user_id);
  }
  if (sent.length < asked.length) {
    const unsent = asked.filter(({ userId }) => userId === null).map(({ updateId }) => updateId);
    const [known] = await session.send(readProcessed(botId, unsent));
    for (const row of known) processed.set(row.update_id, row.answer_id);
  }
  if (uncopied.length + questioned.length === 0)
    return { people: rows, trackers, conversations: [], activities, processed };
  const [others, conversations] = await session.send(readTrackers(uncopied), readConversations(questioned));
  return { people: rows, trackers: [...trackers, ...others], conversations, activities, processed };
}

/**
 * The activities of somebody who is alone come along, behind the lock: most turns ask for them, and in vain they cost a
 * fifth of one more way there and back.
 */
async function lock(
  session: Session,
  botId: number,
  sent: readonly Sent[],
  waits: boolean,
): Promise<{ rows: readonly PresentRow[]; activities?: readonly ActivityRow[] }> {
  const all = lockAndReadPeople(botId, sent);
  const ids = sent.map(({ userId }) => userId);
  if (waits) {
    const [, rows] = await session.send(waitForTrackers(ids), all);
    return { rows };
  }
  if (sent.length > 1) {
    const [rows] = await session.send(all);
    return { rows };
  }
  const [rows, activities] = await session.send(all, readActivities(ids));
  return { rows, activities };
}

/** Who leaves out what is locked never waits, so that the order in which rows are locked does not matter. */
function lockAndReadPeople(botId: number, sent: readonly Sent[]): Statement<PresentRow> {
  const column = sql.columns(sent);
  return sql`
    select k.update_id, t.user_id, ${personColumns}, ${copyColumns}, c.user_id is not null as is_asked,
      p.update_id is not null as is_processed, p.answer_id
    from (
      select ${column('bigint', ({ updateId }) => updateId)} as update_id,
        ${column('bigint', ({ userId }) => userId)} as user_id
    ) k
    join trackers t on t.user_id = k.user_id
    join users u on u.id = k.user_id
    left join conversations c on c.user_id = k.user_id
    left join processed_updates p on p.bot_id = ${botId}::bigint and p.update_id = k.update_id
    for update of t skip locked`;
}

function readProcessed(
  botId: number,
  updateIds: readonly number[],
): Statement<{ update_id: number; answer_id: number | null }> {
  return sql`
    select update_id, answer_id from processed_updates
    where bot_id = ${botId}::bigint and update_id = any(${updateIds}::bigint[])`;
}

function readConversations(ids: readonly UserId[]): Statement<ConversationRow> {
  return sql`
    select c.user_id, ${conversationColumns} from conversations c where c.user_id = any(${ids}::bigint[])`;
}
