import type { TelegramId, UserId } from '../platform/ids.ts';
import type { KnownIds } from './group.ts';

/** People remembered at most; about 100 bytes each. */
const capacity = 50_000;

/** Remembers who was met last; the ones met longest ago are forgotten first. */
export function createKnownIds(): KnownIds {
  const ids = new Map<TelegramId, UserId>();
  return {
    get: (telegramId) => ids.get(telegramId),
    set(telegramId, userId) {
      // Whoever is met again goes to the end of the line.
      ids.delete(telegramId);
      if (ids.size >= capacity) {
        const [oldest] = ids.keys();
        if (oldest !== undefined) ids.delete(oldest);
      }
      ids.set(telegramId, userId);
    },
    delete(telegramId) {
      ids.delete(telegramId);
    },
  };
}
