import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Desk } from '../platform/database/batch.ts';
import type { Session, Statement } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';

/** A question that waits for an answer. */
export interface Conversation {
  /** The callback that takes what is typed next. */
  readonly step: string;
  readonly configVersion: number;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Conversations in a batch. */
export class ConversationsDesk implements Desk {
  readonly #open: DataLoader<UserId, Conversation | null>;
  readonly #changes = new Map<UserId, { conversation: Conversation | null; at: Temporal.Instant }>();

  constructor(session: Session) {
    this.#open = new DataLoader(async (ids) => {
      const [rows] = await session.send(readConversations(ids));
      const open = new Map(rows.map((row) => [row.user_id, toConversation(row)]));
      return ids.map((id) => open.get(id) ?? null);
    });
  }

  /** Takes what was read of these people's conversations, so that nobody has to ask again. */
  load(ids: readonly UserId[], rows: readonly ConversationRow[]): void {
    const open = new Map(rows.map((row) => [row.user_id, toConversation(row)]));
    for (const id of ids) this.#open.prime(id, open.get(id) ?? null);
  }

  of(userId: UserId): Promise<Conversation | null> {
    return this.#open.load(userId);
  }

  set(userId: UserId, conversation: Conversation | null, at: Temporal.Instant): void {
    this.#changes.set(userId, { conversation, at });
  }

  statements(): readonly Statement[] {
    const ended: UserId[] = [];
    const asked: { userId: UserId; conversation: Conversation; at: Temporal.Instant }[] = [];
    for (const [userId, { conversation, at }] of this.#changes)
      if (conversation) asked.push({ userId, conversation, at });
      else ended.push(userId);
    const endings = sql`delete from conversations where user_id = any(${ended}::bigint[])`;
    const questions = sql`
      insert into conversations (user_id, config_version, step, variables, updated_at)
      select * from unnest(${asked.map((a) => a.userId)}::bigint[],
        ${asked.map((a) => a.conversation.configVersion)}::bigint[], ${asked.map((a) => a.conversation.step)}::text[],
        ${asked.map((a) => JSON.stringify(a.conversation.variables))}::jsonb[], ${asked.map((a) => a.at)}::timestamptz[])
      on conflict (user_id) do update set config_version = excluded.config_version, step = excluded.step,
        variables = excluded.variables, updated_at = excluded.updated_at`;
    return [...(ended.length > 0 ? [endings] : []), ...(asked.length > 0 ? [questions] : [])];
  }
}

export const conversationsDesk = (session: Session): ConversationsDesk => new ConversationsDesk(session);

export interface ConversationRow {
  readonly user_id: UserId;
  readonly config_version: number;
  readonly step: string;
  readonly variables: Record<string, unknown>;
}

export function readConversations(ids: readonly UserId[]): Statement<ConversationRow> {
  return sql`select user_id, config_version, step, variables from conversations where user_id = any(${ids}::bigint[])`;
}

function toConversation(row: ConversationRow): Conversation {
  return { step: row.step, configVersion: row.config_version, variables: row.variables };
}
