import type { Queries } from '../platform/database/database.ts';
import { operator, recordAudit } from './audit.ts';
import type { Passwords } from './passwords.ts';
import { loginKey } from './rules/login.ts';
import { makePassword } from './secrets.ts';
import { anyAdmin, insertAdmin, lockAdmins } from './store/admins.ts';

/**
 * Makes the first owner where there is no administrator at all; of several processes that start at once, one does.
 *
 * @returns the password that was made for them, to be shown once; null where there was nothing to do, or the password
 * was given.
 */
export async function ensureFirstAdministrator(
  { queries, passwords }: { readonly queries: Queries; readonly passwords: Passwords },
  { login, password }: { readonly login: string; readonly password: string | undefined },
): Promise<{ login: string; password: string } | null> {
  if (await anyAdmin(queries)) return null;
  const chosen = password ?? makePassword();
  const hashed = await passwords.hash(chosen);
  const isMade = await queries.transaction().execute(async (transaction) => {
    await lockAdmins(transaction);
    if (await anyAdmin(transaction)) return false;
    const admin = await insertAdmin(transaction, {
      login: login.trim(),
      login_key: loginKey(login),
      role: 'owner',
      password_hash: hashed,
      is_password_temporary: password === undefined,
      telegram_id: null,
    });
    const subject = `admin/${admin?.id ?? ''}`;
    await recordAudit(transaction, operator, { action: 'admin.create', subject, after: { login, role: 'owner' } });
    return true;
  });
  return isMade && password === undefined ? { login: login.trim(), password: chosen } : null;
}
