import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Row } from '../../platform/database/tables.ts';

export type TokenRow = Row<'api_tokens'> & { readonly login: string };

/** A token with who answers for it. */
export type BearerRow = Pick<TokenRow, 'id' | 'name' | 'scopes' | 'expires_at' | 'used_at' | 'admin_id'> &
  Pick<Row<'admins'>, 'role'>;

export async function findToken(queries: Queries, tokenHash: string): Promise<BearerRow | null> {
  const { rows } = await sql<BearerRow>`
    select t.id, t.name, t.scopes, t.expires_at, t.used_at, t.admin_id, a.role
    from api_tokens t join admins a on a.id = t.admin_id
    where t.token_hash = ${tokenHash}`.execute(queries);
  return rows[0] ?? null;
}

export type NewToken = Pick<TokenRow, 'admin_id' | 'name' | 'prefix' | 'token_hash' | 'scopes' | 'expires_at'>;

export async function insertToken(queries: Queries, token: NewToken): Promise<TokenRow> {
  const { rows } = await sql<TokenRow>`
    with made as (
      insert into api_tokens (admin_id, name, prefix, token_hash, scopes, expires_at)
      values (${token.admin_id}::bigint, ${token.name}, ${token.prefix}, ${token.token_hash}, ${token.scopes}::text[],
        ${token.expires_at}::timestamptz)
      returning *
    )
    select made.*, a.login from made join admins a on a.id = made.admin_id`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('a token was inserted and is not there');
  return row;
}

export async function touchToken(queries: Queries, id: number, now: Temporal.Instant): Promise<void> {
  await sql`update api_tokens set used_at = ${now}::timestamptz where id = ${id}::bigint`.execute(queries);
}

/** The newest first, from before one of them; null: everybody's. */
export async function listTokens(
  queries: Queries,
  page: { adminId: number | null; before: number | null; count: number },
): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    select t.*, a.login from api_tokens t join admins a on a.id = t.admin_id
    where (${page.adminId}::bigint is null or t.admin_id = ${page.adminId}::bigint)
      and t.id < coalesce(${page.before}::bigint, 9223372036854775807)
    order by t.id desc limit ${page.count}::int`.execute(queries);
  return rows;
}

/** @param adminId whose it must be; null: anybody's. @returns what is gone; null where there was no such token. */
export async function deleteToken(queries: Queries, adminId: number | null, id: number): Promise<TokenRow | null> {
  const { rows } = await sql<TokenRow>`
    with gone as (
      delete from api_tokens
      where id = ${id}::bigint and (${adminId}::bigint is null or admin_id = ${adminId}::bigint)
      returning *
    )
    select gone.*, a.login from gone join admins a on a.id = gone.admin_id`.execute(queries);
  return rows[0] ?? null;
}
