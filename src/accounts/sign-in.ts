import { hash } from 'node:crypto';
import type { Queries } from '../platform/database/database.ts';
import { recordAudit } from './audit.ts';
import type { Passwords } from './passwords.ts';
import { admit } from './rules/lockout.ts';
import { loginKey } from './rules/login.ts';
import { networkOf } from './rules/network.ts';
import { scopesOf } from './roles.ts';
import { hashSecret } from './secrets.ts';
import { openSession, type Caller } from './sessions.ts';
import { findAdminByLogin, type AdminRow } from './store/admins.ts';
import { forgetAttempts, lockAttempts, saveAttempts } from './store/failures.ts';
import { deleteSessionByToken } from './store/sessions.ts';

export interface Credentials extends Caller {
  readonly login: string;
  readonly password: string;
}

export type PasswordCheck =
  | { readonly outcome: 'right'; readonly admin: AdminRow }
  /** Nobody has this login, or another password: which of the two is not told. */
  | { readonly outcome: 'wrong' }
  /** Too many failures; the password was not looked at. */
  | { readonly outcome: 'blocked'; readonly wait: number };

interface SignInDependencies {
  readonly queries: Queries;
  readonly passwords: Passwords;
}

/**
 * Checks a password, and makes guessing slow: for one login from one address, so that whoever guesses cannot keep the
 * owner out, who comes from elsewhere.
 *
 * What is answered, and after which work, is the same for a login that nobody has.
 *
 * @throws {PasswordsBusy}
 */
export async function checkPassword(
  { queries, passwords }: SignInDependencies,
  { login, password, address }: Omit<Credentials, 'userAgent'>,
  now: Temporal.Instant,
): Promise<PasswordCheck> {
  const name = loginKey(login);
  const key = hash('sha256', `${name}\n${networkOf(address)}`, 'base64url');
  const admitted = await queries.transaction().execute(async (transaction) => {
    const decision = admit(await lockAttempts(transaction, { key, loginKey: name, now }), now);
    if (!('wait' in decision)) await saveAttempts(transaction, key, decision);
    return decision;
  });
  if ('wait' in admitted) return { outcome: 'blocked', wait: admitted.wait };
  const admin = await findAdminByLogin(queries, name);
  const isRight = await passwords.verify(password, admin?.password_hash ?? null);
  if (!isRight || admin === null) return { outcome: 'wrong' };
  await forgetAttempts(queries, key);
  return { outcome: 'right', admin };
}

/**
 * Signs in with a password. The session is always a new one, and the one that the caller had is closed: nobody can
 * be made to sign in on a session that somebody else knows.
 *
 * @param previous the token of the caller's session, if any.
 */
export async function signIn(
  dependencies: SignInDependencies,
  credentials: Credentials & { readonly previous: string | null },
  now: Temporal.Instant,
): Promise<Exclude<PasswordCheck, { outcome: 'right' }> | { outcome: 'right'; admin: AdminRow; token: string }> {
  const checked = await checkPassword(dependencies, credentials, now);
  if (checked.outcome !== 'right') return checked;
  const { admin } = checked;
  const token = await dependencies.queries.transaction().execute(async (transaction) => {
    if (credentials.previous !== null) await deleteSessionByToken(transaction, hashSecret(credentials.previous));
    const opened = await openSession(transaction, admin.id, { ...credentials, now });
    const id = String(admin.id);
    await recordAudit(
      transaction,
      { kind: 'admin', id, adminId: id, name: admin.login, sessionId: '', scopes: scopesOf(admin.role) },
      { action: 'auth.sign_in', subject: `admin/${id}`, after: { address: credentials.address } },
    );
    return opened;
  });
  return { outcome: 'right', admin, token };
}
