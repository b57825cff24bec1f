import type { SessionId, UserId } from '../platform/ids.ts';

/** Marks the call that sends a session's card, so that the message Telegram makes of it can be remembered. */
export function cardTag(userId: UserId, sessionId: SessionId): string {
  return `card ${userId} ${sessionId}`;
}

export function readCardTag(tag: string): { userId: UserId; sessionId: SessionId } | null {
  const [, userId, sessionId] = /^card (\d+) ([0-9a-f-]{36})$/.exec(tag) ?? [];
  return userId && sessionId ? { userId: Number(userId) as UserId, sessionId: sessionId as SessionId } : null;
}
