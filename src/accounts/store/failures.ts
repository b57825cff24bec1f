import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Attempts } from '../rules/lockout.ts';

/** What is remembered of a login from an address; its row is there and locked from now on. */
export async function lockAttempts(
  transaction: Queries,
  { key, loginKey, now }: { key: string; loginKey: string; now: Temporal.Instant },
): Promise<Attempts | null> {
  await sql`
    insert into sign_in_failures (key, login_key, failures, failed_at, blocked_until)
    values (${key}, ${loginKey}, 0, ${now}::timestamptz, ${now}::timestamptz)
    on conflict (key) do nothing`.execute(transaction);
  const { rows } = await sql<{ failures: number; failed_at: Temporal.Instant; blocked_until: Temporal.Instant }>`
    select failures, failed_at, blocked_until from sign_in_failures where key = ${key} for update`.execute(transaction);
  const [row] = rows;
  return row && row.failures > 0
    ? { failures: row.failures, failedAt: row.failed_at, blockedUntil: row.blocked_until }
    : null;
}

export async function saveAttempts(transaction: Queries, key: string, attempts: Attempts): Promise<void> {
  await sql`
    update sign_in_failures set failures = ${attempts.failures}::int, failed_at = ${attempts.failedAt}::timestamptz,
      blocked_until = ${attempts.blockedUntil}::timestamptz
    where key = ${key}`.execute(transaction);
}

export async function forgetAttempts(queries: Queries, key: string): Promise<void> {
  await sql`delete from sign_in_failures where key = ${key}`.execute(queries);
}

/** From every address. */
export async function forgetAttemptsOf(queries: Queries, loginKey: string): Promise<void> {
  await sql`delete from sign_in_failures where login_key = ${loginKey}`.execute(queries);
}

export async function forgetAttemptsBefore(queries: Queries, moment: Temporal.Instant): Promise<void> {
  await sql`delete from sign_in_failures where failed_at < ${moment}::timestamptz`.execute(queries);
}
