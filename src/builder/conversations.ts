import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Desk } from '../platform/database/batch.ts';
import type { Transaction } from '../platform/database/database.ts';
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
  readonly #transaction: Transaction;
  readonly #open: DataLoader<UserId, Conversation | null>;
  readonly #changes = new Map<UserId, { conversation: Conversation | null; at: Temporal.Instant }>();

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
    this.#open = new DataLoader((ids) => readConversations(transaction, ids));
  }

  of(userId: UserId): Promise<Conversation | null> {
    return this.#open.load(userId);
  }

  set(userId: UserId, conversation: Conversation | null, at: Temporal.Instant): void {
    this.#changes.set(userId, { conversation, at });
  }

  async flush(): Promise<void> {
    const ended: UserId[] = [];
    const asked: { userId: UserId; conversation: Conversation; at: Temporal.Instant }[] = [];
    for (const [userId, { conversation, at }] of this.#changes)
      if (conversation) asked.push({ userId, conversation, at });
      else ended.push(userId);
    if (ended.length > 0)
      await sql`delete from conversations where user_id = any(${ended}::bigint[])`.execute(this.#transaction);
    if (asked.length > 0)
      await sql`
        insert into conversations (user_id, config_version, step, variables, updated_at)
        select * from unnest(${asked.map((a) => a.userId)}::bigint[],
          ${asked.map((a) => a.conversation.configVersion)}::bigint[], ${asked.map((a) => a.conversation.step)}::text[],
          ${asked.map((a) => JSON.stringify(a.conversation.variables))}::jsonb[], ${asked.map((a) => a.at)}::timestamptz[])
        on conflict (user_id) do update set config_version = excluded.config_version, step = excluded.step,
          variables = excluded.variables, updated_at = excluded.updated_at`.execute(this.#transaction);
  }
}

export const conversationsDesk = (transaction: Transaction): ConversationsDesk => new ConversationsDesk(transaction);

async function readConversations(transaction: Transaction, ids: readonly UserId[]): Promise<(Conversation | null)[]> {
  const { rows } = await sql<{
    user_id: UserId;
    config_version: number;
    step: string;
    variables: Record<string, unknown>;
  }>`select user_id, config_version, step, variables from conversations
    where user_id = any(${ids}::bigint[])`.execute(transaction);
  const found = new Map(rows.map((row) => [row.user_id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    return row ? { step: row.step, configVersion: row.config_version, variables: row.variables } : null;
  });
}
