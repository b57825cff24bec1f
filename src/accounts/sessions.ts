import type { Queries } from '../platform/database/database.ts';
import { makeSecret, hashSecret } from './secrets.ts';
import { insertSession, type SignedInRow } from './store/sessions.ts';

/** A session nobody uses ends after half a day, any session after a week. */
export const idleHours = 12;
export const longestSeconds = 7 * 24 * 3_600;
const longestUserAgent = 300;

/** Where a request comes from. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
}

/** @returns the token that opens the session: only the cookie knows it. */
export async function openSession(
  queries: Queries,
  adminId: number,
  { address, userAgent, now }: Caller & { readonly now: Temporal.Instant },
): Promise<string> {
  const token = makeSecret();
  await insertSession(queries, {
    admin_id: adminId,
    token_hash: hashSecret(token),
    created_at: now,
    seen_at: now,
    expires_at: now.add({ seconds: longestSeconds }),
    address,
    user_agent: userAgent.slice(0, longestUserAgent),
  });
  return token;
}

/** Neither past its end nor too long without use. */
export function isOpen({ seen_at, expires_at }: Pick<SignedInRow, 'seen_at' | 'expires_at'>, now: Temporal.Instant) {
  return Temporal.Instant.compare(now, expires_at) < 0 && now.since(seen_at).total('hours') < idleHours;
}
