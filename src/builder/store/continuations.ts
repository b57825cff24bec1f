import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { TelegramId, UserId } from '../../platform/ids.ts';
import type { Frame } from '../course.ts';

/** A turn that waits, taken by this process. */
export interface TakenRow {
  readonly id: number;
  readonly user_id: UserId;
  readonly telegram_id: TelegramId;
  readonly first_name: string;
  readonly username: string | null;
  readonly chat_id: number;
  readonly message_id: number | null;
  readonly config_version: number;
  readonly kind: 'wait' | 'http';
  readonly frames: readonly Frame[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly request: unknown;
  readonly result: unknown;
  readonly resumptions: number;
  /** Grows with each taking, so that who was too slow is told from who has it now. */
  readonly attempts: number;
}

/** Takes what is due, for so many milliseconds: who has not come back by then is dead. */
export async function takeDue(
  queries: Queries,
  { botId, limit, lease }: { readonly botId: number; readonly limit: number; readonly lease: number },
): Promise<readonly TakenRow[]> {
  const { rows } = await sql<TakenRow>`
    with due as (
      select id from continuations where bot_id = ${botId}::bigint and due_at <= now()
      order by due_at limit ${limit}::integer for update skip locked
    ), taken as (
      update continuations c
      set due_at = now() + ${lease}::float8 * interval '1 millisecond', attempts = c.attempts + 1
      from due where c.id = due.id
      returning c.*
    )
    select t.id, t.user_id, u.telegram_id, u.first_name, u.username, t.chat_id, t.message_id, t.config_version, t.kind,
      t.frames, t.variables, t.request, t.result, t.resumptions, t.attempts
    from taken t join users u on u.id = t.user_id`.execute(queries);
  return rows;
}

/** Keeps what came of a call, so that it is not made again. @returns whether the row is still this taker's. */
export async function keepResult(
  queries: Queries,
  { id, attempts }: Pick<TakenRow, 'id' | 'attempts'>,
  result: unknown,
): Promise<boolean> {
  const { rows } = await sql`
    update continuations set result = ${JSON.stringify(result)}::jsonb
    where id = ${id}::bigint and attempts = ${attempts}::integer returning id`.execute(queries);
  return rows.length > 0;
}

/** Lets go of a row, to be taken again after so many milliseconds. */
export async function giveBack(
  queries: Queries,
  { id, attempts }: Pick<TakenRow, 'id' | 'attempts'>,
  { after, isUntouched }: { readonly after: number; readonly isUntouched: boolean },
): Promise<void> {
  await sql`
    update continuations set due_at = now() + ${after}::float8 * interval '1 millisecond',
      attempts = attempts - case when ${isUntouched}::boolean then 1 else 0 end
    where id = ${id}::bigint and attempts = ${attempts}::integer`.execute(queries);
}

/** Frees what a process held that is dead, where no other can have it: only with the database to oneself. */
export async function releaseTaken(
  queries: Queries,
  { botId, lease }: { botId: number; lease: number },
): Promise<void> {
  await sql`
    update continuations set due_at = now()
    where bot_id = ${botId}::bigint and attempts > 0
      and due_at between now() and now() + ${lease}::float8 * interval '1 millisecond'`.execute(queries);
}
