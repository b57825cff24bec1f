import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Row } from '../../platform/database/tables.ts';

export type AdminRow = Row<'admins'>;

/** Lets one change of who may at a time: two owners cannot take each other's role at once. */
export async function lockAdmins(transaction: Queries): Promise<void> {
  await sql`lock table admins in share row exclusive mode`.execute(transaction);
}

export async function anyAdmin(queries: Queries): Promise<boolean> {
  const { rows } = await sql`select from admins limit 1`.execute(queries);
  return rows.length > 0;
}

export async function findAdmin(queries: Queries, id: number): Promise<AdminRow | null> {
  const { rows } = await sql<AdminRow>`select * from admins where id = ${id}::bigint`.execute(queries);
  return rows[0] ?? null;
}

export async function findAdminByLogin(queries: Queries, loginKey: string): Promise<AdminRow | null> {
  const { rows } = await sql<AdminRow>`select * from admins where login_key = ${loginKey}`.execute(queries);
  return rows[0] ?? null;
}

/** In the order of their ids, from behind one of them. */
export async function listAdmins(queries: Queries, page: { after: number; count: number }): Promise<AdminRow[]> {
  const { rows } = await sql<AdminRow>`
    select * from admins where id > ${page.after}::bigint order by id limit ${page.count}::int`.execute(queries);
  return rows;
}

export async function listOwners(queries: Queries): Promise<AdminRow[]> {
  const { rows } = await sql<AdminRow>`select * from admins where role = 'owner' order by id`.execute(queries);
  return rows;
}

export type NewAdmin = Omit<AdminRow, 'id' | 'created_at'>;

/** @returns null where the login is taken. */
export async function insertAdmin(queries: Queries, admin: NewAdmin): Promise<AdminRow | null> {
  const { rows } = await sql<AdminRow>`
    insert into admins (login, login_key, role, password_hash, is_password_temporary, telegram_id)
    values (${admin.login}, ${admin.login_key}, ${admin.role}, ${admin.password_hash},
      ${admin.is_password_temporary}::boolean, ${admin.telegram_id}::bigint)
    on conflict (login_key) do nothing
    returning *`.execute(queries);
  return rows[0] ?? null;
}

/** @returns null where the login is somebody else's. */
export async function updateAdmin(queries: Queries, id: number, admin: NewAdmin): Promise<AdminRow | null> {
  const { rows } = await sql<AdminRow>`
    update admins set login = ${admin.login}, login_key = ${admin.login_key}, role = ${admin.role},
      password_hash = ${admin.password_hash}, is_password_temporary = ${admin.is_password_temporary}::boolean,
      telegram_id = ${admin.telegram_id}::bigint
    where id = ${id}::bigint
      and not exists (select from admins where login_key = ${admin.login_key} and id <> ${id}::bigint)
    returning *`.execute(queries);
  return rows[0] ?? null;
}

/** With their sessions and tokens. */
export async function deleteAdmin(queries: Queries, id: number): Promise<void> {
  await sql`delete from admins where id = ${id}::bigint`.execute(queries);
}

/** Where notices for administrators go. */
export async function telegramIdsOfAdmins(queries: Queries): Promise<number[]> {
  const { rows } = await sql<{ telegram_id: number }>`
    select distinct telegram_id from admins where telegram_id is not null order by telegram_id`.execute(queries);
  return rows.map((row) => row.telegram_id);
}
