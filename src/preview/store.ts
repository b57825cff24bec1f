import { sql } from 'kysely';
import type { Continuation } from '../builder/continuations.ts';
import type { Call } from '../telegram/call.ts';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';

/** A turn that waits, as its row has it. */
export interface WaitingTurn {
  readonly id: number;
  readonly kind: 'wait' | 'http';
  readonly chat_id: number;
  readonly message_id: number | null;
  readonly config_version: number;
  readonly frames: Continuation['frames'];
  readonly variables: Continuation['variables'];
  readonly request: unknown;
  readonly resumptions: number;
  /** Whole seconds for which it waits. */
  readonly wait: number;
}

/** What a group has left behind about one person. */
export interface Effects {
  /** As the statistics count it, the last of this moment. */
  readonly interaction: {
    readonly event: string;
    readonly handler: string | null;
    readonly outcome: string | null;
  } | null;
  readonly waiting: readonly WaitingTurn[];
  readonly variables: readonly { readonly name: string; readonly value: unknown }[];
  /** What the open question keeps; null where none is open. */
  readonly question: Readonly<Record<string, unknown>> | null;
  /** All jobs so far, in no certain order. */
  readonly jobs: readonly { readonly id: string; readonly kind: string }[];
  /** Everything said so far in the chat that stands for the administrators', in order. */
  readonly reports: readonly Call[];
}

export interface Asked {
  readonly userId: UserId;
  readonly botId: number;
  readonly adminChat: number;
  /** When the person acted. */
  readonly at: Temporal.Instant;
}

/** Reads what was just written about somebody made up. */
export async function readEffects(session: Session, { userId, botId, adminChat, at }: Asked): Promise<Effects> {
  const [interactions, waiting, variables, questions, jobs, letters] = await session.send(
    // By the moment, so that only its month's partition is opened.
    sql<{ event: string; handler: string | null; outcome: string | null }>`
      select event, handler, outcome from statistics
      where user_id = ${userId}::bigint and timestamp = ${at}::timestamptz order by id desc limit 1`,
    sql<WaitingTurn>`
      select id, kind, chat_id, message_id, config_version, frames, variables, request, resumptions,
        greatest(0, round(extract(epoch from due_at - now())))::int as wait
      from continuations where user_id = ${userId}::bigint order by id`,
    sql<{ name: string; value: unknown }>`
      select name, value from user_variables where user_id = ${userId}::bigint order by name`,
    sql<{ variables: Record<string, unknown> }>`
      select variables from conversations where user_id = ${userId}::bigint`,
    sql<{ id: string; kind: string }>`select id, kind from jobs where user_id = ${userId}::bigint`,
    sql<{ calls: Call[] }>`
      select calls from outgoing
      where bot_id = ${botId}::bigint and chat_id = ${adminChat}::bigint order by id`,
  );
  return {
    interaction: interactions[0] ?? null,
    waiting,
    variables,
    question: questions[0]?.variables ?? null,
    jobs,
    reports: letters.flatMap(({ calls }) => calls),
  };
}
