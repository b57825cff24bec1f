import type { TelegramId, UserId } from '../platform/ids.ts';
import { LatelyUsed } from '../platform/lately-used.ts';
import type { KnownIds } from './group.ts';

/** People remembered for certain, of twice as many at most; about 100 bytes each. */
const remembered = 25_000;

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
  const ids = new LatelyUsed<TelegramId, UserId>(remembered);
  const doubted = new LatelyUsed<TelegramId, UserId>(remembered);
  return {
    get: (telegramId) => ids.get(telegramId),
    lastKnown: (telegramId) => ids.get(telegramId) ?? doubted.get(telegramId),
    set(telegramId, userId) {
      doubted.delete(telegramId);
      ids.set(telegramId, userId);
    },
    delete(telegramId) {
      const userId = ids.get(telegramId);
      if (userId === undefined) return;
      ids.delete(telegramId);
      doubted.set(telegramId, userId);
    },
  };
}
