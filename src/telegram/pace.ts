/** How fast the bot may speak where nobody waits for an answer. */
export interface Pace {
  /** Messages that may go out now. */
  free(): number;
  /** Milliseconds until `free` is more than nothing. */
  untilFree(): number;
  spend(chatId: number, messages: number): void;
  /** Chats that have just been spoken to. */
  cooling(): number[];
}

export interface PaceLimits {
  /** Messages in any second, over all chats. */
  readonly perSecond: number;
  /** Milliseconds between messages in one chat. */
  readonly perChat: number;
}

/** What Telegram asks of bots: thirty messages a second in bulk, about one a second in a chat. */
export const telegramLimits: PaceLimits = { perSecond: 30, perChat: 1_000 };

/**
 * Counts what went out in the last second, so that no second anywhere holds more than allowed; a bucket that refills
 * would let twice as much through in its first.
 *
 * @param now milliseconds that only grow.
 */
export function createPace(limits: PaceLimits = telegramLimits, now: () => number = () => performance.now()): Pace {
  /** When each message of the last second went out, oldest first; never longer than two letters over the limit. */
  let sent: number[] = [];
  const quietUntil = new Map<number, number>();

  const recent = (): number[] => {
    const since = now() - 1_000;
    sent = sent.filter((at) => at > since);
    return sent;
  };

  return {
    free: () => Math.max(0, limits.perSecond - recent().length),
    untilFree: () => {
      const oldest = recent().at(-limits.perSecond);
      return oldest === undefined ? 0 : Math.max(0, oldest + 1_000 - now());
    },
    spend: (chatId, messages) => {
      const at = now();
      for (let i = 0; i < messages; i += 1) sent.push(at);
      quietUntil.set(chatId, at + limits.perChat * messages);
    },
    cooling: () => {
      const at = now();
      for (const [chatId, until] of quietUntil) if (until <= at) quietUntil.delete(chatId);
      return [...quietUntil.keys()];
    },
  };
}
