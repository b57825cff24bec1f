import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import type { UserId } from '../platform/ids.ts';
import type { Frame } from './course.ts';

/** A turn that has waited, as it goes on. */
export interface Continuation {
  readonly id: number;
  readonly userId: UserId;
  readonly chatId: number;
  /** The message whose button was pressed, where there was one and it was not left. */
  readonly messageId: number | null;
  readonly configVersion: number;
  readonly frames: readonly Frame[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resumptions: number;
  /** What came of the call it waited for. */
  readonly result: unknown;
}

/** A turn that has to wait. */
export interface Suspended extends Omit<Continuation, 'id' | 'result'> {
  readonly botId: number;
  readonly kind: 'wait' | 'http';
  readonly request: unknown;
  /** Seconds from now by the database's clock, which is the one that looks for what is due. */
  readonly wait: number;
}

/** Turns that wait, in a batch. */
export class ContinuationsDesk implements Desk {
  readonly #open: DataLoader<UserId, number>;
  readonly #begun: Suspended[] = [];
  readonly #done: number[] = [];

  constructor(session: Session) {
    this.#open = new DataLoader((ids) => countOpen(session, ids));
  }

  /** How many turns of this person wait. */
  openOf(userId: UserId): Promise<number> {
    return this.#open.load(userId);
  }

  begin(suspended: Suspended): void {
    this.#begun.push(suspended);
  }

  /** It has gone on: in the same commit as what it did. */
  finish(id: number): void {
    this.#done.push(id);
  }

  writes(): readonly Write[] {
    const begun = this.#begun;
    const json = (pick: (one: Suspended) => unknown) =>
      begun.map((one) => (pick(one) === null ? null : JSON.stringify(pick(one))));
    const waiting = sql`
      insert into continuations (bot_id, user_id, chat_id, message_id, config_version, kind, frames, variables,
        request, resumptions, due_at)
      select bot_id, user_id, chat_id, message_id, config_version, kind, frames, variables, request, resumptions,
        now() + make_interval(secs => wait)
      from unnest(${begun.map((b) => b.botId)}::bigint[], ${begun.map((b) => b.userId)}::bigint[],
        ${begun.map((b) => b.chatId)}::bigint[], ${begun.map((b) => b.messageId)}::bigint[],
        ${begun.map((b) => b.configVersion)}::bigint[], ${begun.map((b) => b.kind)}::text[],
        ${json((b) => b.frames)}::jsonb[], ${json((b) => b.variables)}::jsonb[], ${json((b) => b.request)}::jsonb[],
        ${begun.map((b) => b.resumptions)}::integer[], ${begun.map((b) => b.wait)}::integer[]
      ) as b(bot_id, user_id, chat_id, message_id, config_version, kind, frames, variables, request, resumptions, wait)`;
    const done = sql`delete from continuations where id = any(${this.#done}::bigint[])`;
    return [
      ...(begun.length > 0 ? [{ name: 'waiting_turns', sql: waiting }] : []),
      ...(this.#done.length > 0 ? [{ name: 'continued_turns', sql: done }] : []),
    ];
  }
}

export const continuationsDesk = (session: Session): ContinuationsDesk => new ContinuationsDesk(session);

async function countOpen(session: Session, ids: readonly UserId[]): Promise<number[]> {
  const [rows] = await session.send(sql<{ user_id: UserId; open: number }>`
    select user_id, count(*)::integer as open
    from continuations where user_id = any(${ids}::bigint[]) group by user_id`);
  const open = new Map(rows.map((row) => [row.user_id, row.open]));
  return ids.map((id) => open.get(id) ?? 0);
}
