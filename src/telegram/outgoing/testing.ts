import { sql } from 'kysely';
import { until as untilIn } from '../../../test/support/until.ts';
import type { Queries } from '../../platform/database/database.ts';
import { describeOnBothEngines } from '../../platform/database/testing.ts';
import type { UserId } from '../../platform/ids.ts';
import type { Call } from '../call.ts';
import type { Letter } from '../courier.ts';

export const botId = 123456;

/** A suite on a migrated database, once embedded and once on PostgreSQL. */
export function describeOnBoth(title: string, body: (queries: () => Queries) => void): void {
  describeOnBothEngines(title, (database) => body(() => database().queries));
}

/** Writes a row as the commit of an update does: held by this process for `heldFor` milliseconds. */
export async function write(
  queries: Queries,
  letter: { chatId: number; calls: readonly Call[]; userId?: UserId; heldFor?: number; age?: number },
): Promise<Letter> {
  const { chatId, calls, userId = null, heldFor = 15_000, age = 0 } = letter;
  const { rows } = await sql<{ id: number }>`
    insert into outgoing (bot_id, chat_id, user_id, calls, due_at, created_at)
    values (${botId}, ${chatId}, ${userId}, ${JSON.stringify(calls)}::jsonb,
      now() + ${heldFor}::float8 * interval '1 millisecond', now() - ${age}::float8 * interval '1 second')
    returning id`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('not written');
  return { id: row.id, chatId, userId, calls };
}

export interface WaitingRow {
  readonly id: number;
  readonly calls: readonly Call[];
  readonly attempts: number;
  /** Seconds until it is due. */
  readonly dueIn: number;
}

export async function waiting(queries: Queries): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select id, calls, attempts, extract(epoch from due_at - now())::float8 as "dueIn" from outgoing order by id`.execute(
    queries,
  );
  return rows;
}

export async function newUser(queries: Queries, telegramId: number): Promise<UserId> {
  const { rows } = await sql<{ id: UserId }>`
    insert into users (telegram_id) values (${telegramId}) returning id`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('not written');
  return row.id;
}

export function say(chatId: number, text: string): Call {
  return { method: 'sendMessage', payload: { chat_id: chatId, text } };
}

/** @throws when it does not become true within half a minute. */
export const until = (isTrue: () => boolean | Promise<boolean>): Promise<void> => untilIn('it becomes true', isTrue);
