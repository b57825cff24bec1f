import type { Queries } from '../platform/database/database.ts';
import type { TelegramId } from '../platform/ids.ts';
import { recordAudit, type Actor } from './audit.ts';
import type { Passwords } from './passwords.ts';
import type { Role } from './roles.ts';
import { loginKey } from './rules/login.ts';
import { makePassword } from './secrets.ts';
import {
  deleteAdmin,
  findAdmin,
  insertAdmin,
  listOwners,
  lockAdmins,
  updateAdmin,
  type AdminRow,
} from './store/admins.ts';
import { forgetAttemptsOf } from './store/failures.ts';
import { deleteSessionsOf } from './store/sessions.ts';

interface Dependencies {
  readonly queries: Queries;
  readonly passwords: Passwords;
}

export interface AdminChange {
  readonly login?: string;
  readonly role?: Role;
  readonly password?: string;
  readonly telegramId?: TelegramId | null;
}

export type Changed =
  | { readonly outcome: 'done'; readonly admin: AdminRow }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'login-taken' }
  /** There must always be somebody who may do everything. */
  | { readonly outcome: 'last-owner' };

/** @returns with the password that was made, where none was given: shown once. */
export async function addAdministrator(
  { queries, passwords }: Dependencies,
  actor: Actor,
  { login, role, password, telegramId }: AdminChange & { readonly login: string; readonly role: Role },
): Promise<{ outcome: 'done'; admin: AdminRow; password: string | null } | { outcome: 'login-taken' }> {
  const made = password === undefined ? makePassword() : null;
  const hashed = await passwords.hash(password ?? made ?? '');
  return queries.transaction().execute(async (transaction) => {
    const admin = await insertAdmin(transaction, {
      login: login.trim(),
      login_key: loginKey(login),
      role,
      password_hash: hashed,
      // Whoever adds them knows their password: it is theirs only once they have chosen one.
      is_password_temporary: true,
      telegram_id: telegramId ?? null,
    });
    if (admin === null) return { outcome: 'login-taken' };
    await recordAudit(transaction, actor, { action: 'admin.create', subject: `admin/${admin.id}`, after: told(admin) });
    return { outcome: 'done', admin, password: made };
  });
}

/** Changes what is given. Another password ends all their sessions. */
export async function changeAdministrator(
  { queries, passwords }: Dependencies,
  actor: Actor,
  { id, change }: { readonly id: number; readonly change: AdminChange },
): Promise<Changed> {
  const hashed = change.password === undefined ? null : await passwords.hash(change.password);
  return queries.transaction().execute(async (transaction): Promise<Changed> => {
    await lockAdmins(transaction);
    const before = await findAdmin(transaction, id);
    if (before === null) return { outcome: 'unknown' };
    const role = change.role ?? before.role;
    if (role !== 'owner' && (await isLastOwner(transaction, before))) return { outcome: 'last-owner' };
    const login = change.login?.trim() ?? before.login;
    const admin = await updateAdmin(transaction, id, {
      login,
      login_key: loginKey(login),
      role,
      password_hash: hashed ?? before.password_hash,
      is_password_temporary: hashed === null ? before.is_password_temporary : true,
      telegram_id: change.telegramId === undefined ? before.telegram_id : change.telegramId,
    });
    if (admin === null) return { outcome: 'login-taken' };
    if (hashed !== null) {
      await deleteSessionsOf(transaction, id, null);
      await forgetAttemptsOf(transaction, admin.login_key);
    }
    const subject = `admin/${id}`;
    const after = { ...told(admin), ...(hashed === null ? {} : { password_changed: true }) };
    await recordAudit(transaction, actor, { action: 'admin.update', subject, before: told(before), after });
    return { outcome: 'done', admin };
  });
}

/** Removes an administrator, their sessions and their tokens. */
export async function removeAdministrator(queries: Queries, actor: Actor, id: number): Promise<Changed> {
  return queries.transaction().execute(async (transaction): Promise<Changed> => {
    await lockAdmins(transaction);
    const admin = await findAdmin(transaction, id);
    if (admin === null) return { outcome: 'unknown' };
    if (await isLastOwner(transaction, admin)) return { outcome: 'last-owner' };
    await deleteAdmin(transaction, id);
    await recordAudit(transaction, actor, { action: 'admin.delete', subject: `admin/${id}`, before: told(admin) });
    return { outcome: 'done', admin };
  });
}

/**
 * Sets the password that somebody chose for themselves. Their other sessions end, this one goes on.
 *
 * @param options.admin as they were when they proved their present password.
 * @returns false where that is not their password any more: an owner has given them another, or removed them.
 */
export async function choosePassword(
  { queries, passwords }: Dependencies,
  actor: Actor,
  options: { readonly admin: AdminRow; readonly password: string; readonly sessionId: number },
): Promise<boolean> {
  const { admin, password, sessionId } = options;
  const hashed = await passwords.hash(password);
  return queries.transaction().execute(async (transaction) => {
    await lockAdmins(transaction);
    // Their role may be another one since they asked.
    const present = await findAdmin(transaction, admin.id);
    if (present?.password_hash !== admin.password_hash) return false;
    await updateAdmin(transaction, admin.id, { ...present, password_hash: hashed, is_password_temporary: false });
    await deleteSessionsOf(transaction, admin.id, sessionId);
    await recordAudit(transaction, actor, { action: 'auth.change_password', subject: `admin/${admin.id}` });
    return true;
  });
}

async function isLastOwner(transaction: Queries, admin: AdminRow): Promise<boolean> {
  return admin.role === 'owner' && (await listOwners(transaction)).every(({ id }) => id === admin.id);
}

function told({ login, role, telegram_id }: AdminRow) {
  return { login, role, telegram_id };
}
