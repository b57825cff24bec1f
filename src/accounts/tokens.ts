import type { Queries } from '../platform/database/database.ts';
import type { Scope } from '../platform/http/access.ts';
import { recordAudit, type Actor } from './audit.ts';
import { hashSecret, makeSecret } from './secrets.ts';
import { deleteToken, insertToken, type TokenRow } from './store/tokens.ts';

/** Tells the tokens of this program from others, for people and for scanners of leaked secrets. */
const tokenPrefix = 'minuta_';
const shownChars = tokenPrefix.length + 6;

export interface TokenWish {
  readonly adminId: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Temporal.Instant | null;
}

/** @returns the token itself, which is shown this once. */
export async function addToken(
  queries: Queries,
  actor: Actor,
  { adminId, name, scopes, expiresAt }: TokenWish,
): Promise<{ row: TokenRow; token: string }> {
  const token = makeSecret(tokenPrefix);
  return queries.transaction().execute(async (transaction) => {
    const row = await insertToken(transaction, {
      admin_id: adminId,
      name,
      prefix: token.slice(0, shownChars),
      token_hash: hashSecret(token),
      scopes: [...scopes],
      expires_at: expiresAt,
    });
    const after = { name, scopes, expires_at: expiresAt?.toString() ?? null };
    await recordAudit(transaction, actor, { action: 'token.create', subject: `token/${row.id}`, after });
    return { row, token };
  });
}

/**
 * Takes a token back; from then on it opens nothing.
 *
 * @param adminId whose it must be; null: anybody's.
 * @returns whether there was such a token.
 */
export async function revokeToken(
  queries: Queries,
  actor: Actor,
  { id, adminId }: { readonly id: number; readonly adminId: number | null },
): Promise<boolean> {
  return queries.transaction().execute(async (transaction) => {
    const gone = await deleteToken(transaction, adminId, id);
    if (gone === null) return false;
    const before = { name: gone.name, scopes: gone.scopes, admin: gone.login };
    await recordAudit(transaction, actor, { action: 'token.revoke', subject: `token/${id}`, before });
    return true;
  });
}
