import { isSessionId, type SessionId } from '../platform/ids.ts';

/**
 * A UUIDv7 (RFC 9562) whose timestamp is the given moment instead of the present one: a session is then found by
 * its id in the month it started in.
 *
 * @param random a UUIDv4, whose random bits stand in the same places. Nobody hands them out cheaper than `randomUUID`.
 */
export function sessionIdAt(startedAt: Temporal.Instant, random: string): SessionId {
  const time = startedAt.epochMilliseconds.toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
  if (!isSessionId(id)) throw new RangeError(`a session cannot start at ${startedAt.toString()}`);
  return id;
}

/** The start that a session's id was made with. */
export function startedAtOf(id: SessionId): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

/** A session's id in 22 signs instead of 36: what stands behind a button is short. */
export function sessionKey(id: SessionId): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** Null for what is no key. */
export function readSessionKey(key: string): SessionId | null {
  if (!/^[\w-]{22}$/.test(key)) return null;
  const hex = Buffer.from(key, 'base64url').toString('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return isSessionId(id) ? id : null;
}
