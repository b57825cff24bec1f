import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Statement } from '../../platform/database/session.ts';
import type { JobId, UserId } from '../../platform/ids.ts';
import { waitForTrackers } from '../../tracker/store.ts';
import type { Erased } from '../erased.ts';

/** The kind of jobs that erase somebody. */
export const erasureKind = 'erasure';

type Marked = Pick<Erased, 'telegramId' | 'createdAt' | 'erasingAt'>;

/**
 * Marks somebody as being erased, behind whoever changes something of theirs now. Once more does no harm.
 *
 * @returns null where there is nobody with this id.
 */
export async function markErasing(transaction: Queries, userId: UserId): Promise<Marked | null> {
  await waitForTrackers([userId]).execute(transaction);
  const { rows } = await sql<Marked>`
    update users set erasing_at = coalesce(erasing_at, now()) where id = ${userId}::bigint
    returning telegram_id as "telegramId", created_at as "createdAt", erasing_at as "erasingAt"`.execute(transaction);
  return rows[0] ?? null;
}

/** The job that erases somebody already. */
export async function openErasure(queries: Queries, userId: UserId): Promise<JobId | null> {
  const { rows } = await sql<{ id: JobId }>`
    select id from jobs j where j.user_id = ${userId}::bigint and ${isOpenErasure}
    order by created_at limit 1`.execute(queries);
  return rows[0]?.id ?? null;
}

/** Of these people those who are there, and everybody who is marked, where no job erases them. */
export async function findUnerased(
  queries: Queries,
  given: readonly { readonly userId: UserId; readonly createdAt: Temporal.Instant }[],
): Promise<readonly UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    with given as (
      select * from unnest(
        ${given.map(({ userId }) => userId)}::bigint[], ${given.map(({ createdAt }) => createdAt)}::timestamptz[]
      ) as g(id, created_at))
    select u.id from given g join users u on u.id = g.id and u.created_at = g.created_at
    where not exists (select from jobs j where j.user_id = u.id and ${isOpenErasure})`.execute(queries);
  return rows.map(({ id }) => id);
}

/** Those who are marked and whom no job erases: an older program's worker has given it up, say. */
export async function findForsaken(queries: Queries): Promise<readonly UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    select u.id from users u
    where u.erasing_at is not null
      and not exists (select from jobs j where j.user_id = u.id and ${isOpenErasure})
    limit 1000`.execute(queries);
  return rows.map(({ id }) => id);
}

const isOpenErasure = sql`j.kind = ${erasureKind} and j.status in ('queued', 'running')`;

/** Of these ids of people those who are there. */
export async function whoIsThere(queries: Queries, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: UserId }>`select id from users where id = any(${ids}::bigint[])`.execute(queries);
  return rows.map(({ id }) => String(id));
}

/** Keeps with the job whom it erases: their row will be gone before it is over. */
export async function keepErased(queries: Queries, { jobId, ...person }: Erased): Promise<void> {
  const { userId, telegramId, createdAt, erasingAt } = person;
  const kept = { user_id: userId, telegram_id: telegramId, created_at: createdAt, erasing_at: erasingAt };
  await sql`update jobs set arguments = ${JSON.stringify(kept)}::jsonb where id = ${jobId}::uuid`.execute(queries);
}

/** Forgets whom a job has erased, and keeps what was found of them at its end. */
export async function forgetErased(queries: Queries, jobId: JobId, found: number): Promise<void> {
  await sql`update jobs set arguments = ${JSON.stringify({ found })}::jsonb where id = ${jobId}::uuid`.execute(queries);
}

/** Parts jobs that erase somebody from them, so that these outlive their row. */
export function outlive(userId: UserId): Statement {
  return sql`update jobs set user_id = null where user_id = ${userId}::bigint and kind = ${erasureKind}`;
}

/** The row that everything else hung on. */
export function deleteUser(userId: UserId): Statement {
  return sql`delete from users where id = ${userId}::bigint`;
}

/** Somebody's own row as JSON text, in a list; empty where there is nobody. */
export async function readOwnRow(queries: Queries, userId: UserId): Promise<readonly string[]> {
  const { rows } = await sql<{ row: string }>`
    select to_jsonb(u)::text as row from users u where u.id = ${userId}::bigint`.execute(queries);
  return rows.map(({ row }) => row);
}
