import type { Queries } from '../platform/database/database.ts';
import { operator, recordAudit } from './audit.ts';
import type { Passwords } from './passwords.ts';
import { loginKey } from './rules/login.ts';
import { makePassword } from './secrets.ts';
import { findAdminByLogin, listOwners, lockAdmins, updateAdmin } from './store/admins.ts';
import { forgetAttemptsOf } from './store/failures.ts';
import { deleteSessionsOf } from './store/sessions.ts';

export type PasswordReset =
  | { readonly outcome: 'reset'; readonly login: string; readonly password: string }
  | { readonly outcome: 'unknown' }
  /** No login was given, and these owners are there to choose from. */
  | { readonly outcome: 'unclear'; readonly logins: readonly string[] };

/**
 * Gives an administrator a new password and ends their sessions and pauses: the way back in for an owner who is
 * locked out. Their tokens stay.
 *
 * @param login whose; undefined: of the only owner.
 */
export async function resetPassword(
  { queries, passwords }: { readonly queries: Queries; readonly passwords: Passwords },
  login: string | undefined,
): Promise<PasswordReset> {
  const password = makePassword();
  const hashed = await passwords.hash(password);
  return queries.transaction().execute(async (transaction): Promise<PasswordReset> => {
    await lockAdmins(transaction);
    const found =
      login === undefined ? await listOwners(transaction) : [await findAdminByLogin(transaction, loginKey(login))];
    const [admin, ...others] = found;
    if (!admin) return { outcome: 'unknown' };
    if (others.length > 0) return { outcome: 'unclear', logins: found.flatMap((one) => one?.login ?? []) };
    await updateAdmin(transaction, admin.id, { ...admin, password_hash: hashed, is_password_temporary: true });
    await deleteSessionsOf(transaction, admin.id, null);
    await forgetAttemptsOf(transaction, admin.login_key);
    await recordAudit(transaction, operator, { action: 'admin.reset_password', subject: `admin/${admin.id}` });
    return { outcome: 'reset', login: admin.login, password };
  });
}
