import type { Desk, Write } from '../platform/database/batch.ts';
import { sql } from '../platform/database/sql.ts';
import type { UserId } from '../platform/ids.ts';
import type { Frame } from './course.ts';

/** A question that waits for an answer. */
export interface Conversation {
  /** The callback that takes what is typed next; of a question with rules the entry that asked. */
  readonly step: string;
  readonly configVersion: number;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the turn goes on with the answer; without it whatever is typed goes to the callback of `step`. */
  readonly question?: Question;
}

export interface Question {
  /** The step that asked, and what is left to do after it. */
  readonly frames: readonly Frame[];
  /** Wrong answers so far. */
  readonly tries: number;
  /** What the buttons of its choices carry, so that those of another question are not taken for an answer. */
  readonly token?: string;
}

/** Conversations in a batch. */
export class ConversationsDesk implements Desk {
  readonly #open = new Map<UserId, Conversation | null>();
  readonly #changes = new Map<UserId, { conversation: Conversation | null; at: Temporal.Instant }>();

  /** Takes what was read of these people's conversations. */
  load(rows: readonly ConversationRow[]): void {
    for (const row of rows) this.#open.set(row.user_id, toConversation(row));
  }

  /** The question that waits for this person's answer. */
  of(userId: UserId): Conversation | null {
    return this.#open.get(userId) ?? null;
  }

  set(userId: UserId, conversation: Conversation | null, at: Temporal.Instant): void {
    this.#changes.set(userId, { conversation, at });
  }

  writes(): readonly Write[] {
    const ended: UserId[] = [];
    const asked: { userId: UserId; conversation: Conversation; at: Temporal.Instant }[] = [];
    for (const [userId, { conversation, at }] of this.#changes)
      if (conversation) asked.push({ userId, conversation, at });
      else ended.push(userId);
    const endings = sql`delete from conversations where user_id = any(${ended}::bigint[])`;
    const questions = sql`
      insert into conversations (user_id, config_version, step, variables, question, updated_at)
      select unnest(${asked.map((a) => a.userId)}::bigint[]),
        unnest(${asked.map((a) => a.conversation.configVersion)}::bigint[]),
        unnest(${asked.map((a) => a.conversation.step)}::text[]),
        unnest(${asked.map((a) => JSON.stringify(a.conversation.variables))}::jsonb[]),
        unnest(${asked.map(({ conversation: { question } }) => question && JSON.stringify(question))}::jsonb[]),
        unnest(${asked.map((a) => a.at)}::timestamptz[])
      on conflict (user_id) do update set config_version = excluded.config_version, step = excluded.step,
        variables = excluded.variables, question = excluded.question, updated_at = excluded.updated_at`;
    return [
      ...(ended.length > 0 ? [{ name: 'ended_conversations', sql: endings }] : []),
      ...(asked.length > 0 ? [{ name: 'open_conversations', sql: questions }] : []),
    ];
  }
}

export const conversationsDesk = (): ConversationsDesk => new ConversationsDesk();

/** What `load` needs, of `conversations c`; null where there is none. */
export const conversationColumns = sql`c.config_version, c.step, c.variables, c.question`;

export interface ConversationRow {
  readonly user_id: UserId;
  readonly config_version: number | null;
  readonly step: string | null;
  readonly variables: Record<string, unknown> | null;
  readonly question: Question | null;
}

function toConversation(row: ConversationRow): Conversation | null {
  const { step, config_version: configVersion, variables, question } = row;
  if (step === null || configVersion === null) return null;
  return { step, configVersion, variables: variables ?? {}, ...(question ? { question } : {}) };
}
