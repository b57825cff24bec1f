import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { UserId } from '../../platform/ids.ts';
import type { BroadcastTest } from '../schema.ts';
import type { BroadcastRow } from './broadcasts.ts';

/**
 * Puts a broadcast on its way to one person, as a small broadcast of its own that no list shows. Older tests of the
 * same are forgotten.
 *
 * @returns its id.
 */
export async function insertTest(
  queries: Queries,
  { id, name, content }: Pick<BroadcastRow, 'id' | 'name' | 'content'>,
  { userId, configVersion, author }: { userId: UserId; configVersion: number; author: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with forgotten as (
      delete from broadcasts where test_of = ${id}::bigint and created_at < clock_timestamp() - interval '1 hour'
    ), made as (
      insert into broadcasts (name, content, segment, state, test_of, author, config_version, starts_at, started_at,
        is_gathered, total)
      values (${name}, ${JSON.stringify(content)}::jsonb, '[]', 'sending', ${id}::bigint, ${author},
        ${configVersion}::bigint, clock_timestamp(), clock_timestamp(), true, 1)
      returning id
    ), written as (
      insert into broadcast_recipients (broadcast_id, user_id, due_at)
      select id, ${userId}::bigint, clock_timestamp() from made
    )
    select id from made`.execute(queries);
  const [made] = rows;
  if (!made) throw new Error('the test was not written');
  return made.id;
}

/** What became of a test; null where there is no such test of this broadcast, or its person was erased. */
export async function findTest(
  queries: Queries,
  { broadcastId, id }: { readonly broadcastId: number; readonly id: number },
): Promise<BroadcastTest | null> {
  const { rows } = await sql<BroadcastTest>`
    select r.broadcast_id::text as id, case when b.state = 'paused' then 'failed' else r.state end as state,
      coalesce(r.error, b.held_words) as error
    from broadcasts b join broadcast_recipients r on r.broadcast_id = b.id
    where b.id = ${id}::bigint and b.test_of = ${broadcastId}::bigint`.execute(queries);
  return rows[0] ?? null;
}

/** Who has this number in Telegram and has met the bot. */
export async function userOfTelegram(queries: Queries, telegramId: number): Promise<UserId | null> {
  const { rows } = await sql<{ id: UserId }>`
    select id from users where telegram_id = ${telegramId}::bigint and erasing_at is null`.execute(queries);
  return rows[0]?.id ?? null;
}
