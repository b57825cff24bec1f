import type { TelegramId, UserId } from '../platform/ids.ts';
import type { KnownIds } from './group.ts';

/** People remembered at most; about 100 bytes each. */
const capacity = 50_000;

/** Known ids, and the last one of those that are in doubt. */
export interface MetPeople extends KnownIds {
  /**
   * Who somebody was when last met. While another process holds them their id is in doubt; their limit is theirs all
   * the same, and must not begin anew.
   */
  lastKnown(telegramId: TelegramId): UserId | undefined;
}

/** Remembers who was met last; the ones met longest ago are forgotten first. */
export function createKnownIds(): MetPeople {
  const ids = new Map<TelegramId, UserId>();
  const doubted = new Map<TelegramId, UserId>();
  return {
    get: (telegramId) => ids.get(telegramId),
    lastKnown: (telegramId) => ids.get(telegramId) ?? doubted.get(telegramId),
    set(telegramId, userId) {
      doubted.delete(telegramId);
      keep(ids, telegramId, userId);
    },
    delete(telegramId) {
      const userId = ids.get(telegramId);
      if (userId === undefined) return;
      ids.delete(telegramId);
      keep(doubted, telegramId, userId);
    },
  };
}

function keep(ids: Map<TelegramId, UserId>, telegramId: TelegramId, userId: UserId): void {
  // Whoever is met again goes to the end of the line.
  ids.delete(telegramId);
  if (ids.size >= capacity) {
    const [oldest] = ids.keys();
    if (oldest !== undefined) ids.delete(oldest);
  }
  ids.set(telegramId, userId);
}
