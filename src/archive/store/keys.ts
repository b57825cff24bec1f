import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { UserId } from '../../platform/ids.ts';
import type { ArchiveKey } from '../block.ts';

/** Makes keys for those who have none yet. Whoever is no more gets none. */
export async function makeKeys(
  queries: Queries,
  keys: readonly (ArchiveKey & { readonly userId: UserId })[],
): Promise<void> {
  await sql`
    insert into archive_keys (id, user_id, key)
    select k.id, k.user_id, k.key
    from unnest(${keys.map(({ id }) => id)}::uuid[], ${keys.map(({ userId }) => userId)}::bigint[],
      ${keys.map(({ key }) => key)}::bytea[]) k(id, user_id, key)
    join users u on u.id = k.user_id
    on conflict (user_id) do nothing`.execute(queries);
}

/** The keys of these people, by their `users.id`. */
export async function readKeysOf(
  queries: Queries,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<UserId, ArchiveKey>> {
  const { rows } = await sql<ArchiveKey & { user_id: UserId }>`
    select id, user_id, key from archive_keys where user_id = any(${userIds}::bigint[])`.execute(queries);
  return new Map(rows.map(({ id, user_id, key }) => [user_id, { id, key }]));
}

/**
 * Keys by their own ids; of an erased person there is none. Within a transaction they are held until its end: nobody's
 * key is destroyed while their rows are brought back.
 */
export async function readKeys(queries: Queries, ids: readonly string[]): Promise<ReadonlyMap<string, ArchiveKey>> {
  const { rows } = await sql<ArchiveKey>`
    select id, key from archive_keys where id = any(${ids}::uuid[]) for share`.execute(queries);
  return new Map(rows.map((row) => [row.id, row]));
}
