import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Row } from '../../platform/database/tables.ts';

export type SessionRow = Row<'admin_sessions'>;

/** A session with who it belongs to. */
export type SignedInRow = Pick<SessionRow, 'id' | 'admin_id' | 'seen_at' | 'expires_at'> &
  Pick<Row<'admins'>, 'login' | 'role'>;

export async function findSession(queries: Queries, tokenHash: string): Promise<SignedInRow | null> {
  const { rows } = await sql<SignedInRow>`
    select s.id, s.admin_id, s.seen_at, s.expires_at, a.login, a.role
    from admin_sessions s join admins a on a.id = s.admin_id
    where s.token_hash = ${tokenHash}`.execute(queries);
  return rows[0] ?? null;
}

export type NewSession = Omit<SessionRow, 'id'>;

export async function insertSession(queries: Queries, session: NewSession): Promise<void> {
  await sql`
    insert into admin_sessions (admin_id, token_hash, created_at, seen_at, expires_at, address, user_agent)
    values (${session.admin_id}::bigint, ${session.token_hash}, ${session.created_at}::timestamptz,
      ${session.seen_at}::timestamptz, ${session.expires_at}::timestamptz, ${session.address},
      ${session.user_agent})`.execute(queries);
}

export async function touchSession(queries: Queries, id: number, now: Temporal.Instant): Promise<void> {
  await sql`update admin_sessions set seen_at = ${now}::timestamptz where id = ${id}::bigint`.execute(queries);
}

/** The newest first, from before one of them. */
export async function listSessions(
  queries: Queries,
  page: { adminId: number; before: number | null; count: number },
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select * from admin_sessions
    where admin_id = ${page.adminId}::bigint and id < coalesce(${page.before}::bigint, 9223372036854775807)
    order by id desc limit ${page.count}::int`.execute(queries);
  return rows;
}

/** @returns whether there was such a session of theirs. */
export async function deleteSession(queries: Queries, adminId: number, id: number): Promise<boolean> {
  const { rows } = await sql`
    delete from admin_sessions where id = ${id}::bigint and admin_id = ${adminId}::bigint returning id`.execute(
    queries,
  );
  return rows.length > 0;
}

export async function deleteSessionByToken(queries: Queries, tokenHash: string): Promise<void> {
  await sql`delete from admin_sessions where token_hash = ${tokenHash}`.execute(queries);
}

/** @param but the one that stays. @returns how many are gone. */
export async function deleteSessionsOf(queries: Queries, adminId: number, but: number | null): Promise<number> {
  const { rows } = await sql`
    delete from admin_sessions where admin_id = ${adminId}::bigint and id is distinct from ${but}::bigint
    returning id`.execute(queries);
  return rows.length;
}

/** Sessions that nobody can use any more. */
export async function deleteOldSessions(
  queries: Queries,
  limits: { now: Temporal.Instant; seenBefore: Temporal.Instant },
): Promise<void> {
  await sql`delete from admin_sessions
    where expires_at <= ${limits.now}::timestamptz or seen_at <= ${limits.seenBefore}::timestamptz`.execute(queries);
}
