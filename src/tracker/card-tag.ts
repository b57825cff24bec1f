import { isSessionId, isUserId, type SessionId, type UserId } from '../platform/ids.ts';

/** Marks the call that sends a session's card, so that the message Telegram makes of it can be remembered. */
export function cardTag(userId: UserId, sessionId: SessionId): string {
  return `card ${userId} ${sessionId}`;
}

export function readCardTag(tag: string): { userId: UserId; sessionId: SessionId } | null {
  const [, digits = '', sessionId = ''] = /^card (\d+) (\S+)$/.exec(tag) ?? [];
  const userId = Number(digits);
  return isSessionId(sessionId) && isUserId(userId) ? { userId, sessionId } : null;
}
