/** How fast a broadcast may go: never the whole of what Telegram allows, and slower after every «too many requests». */
export interface BroadcastPace {
  /** Messages that may go out now. */
  free(): number;
  spend(messages: number): void;
  /** Telegram has said 429: nothing for so many seconds, and half as fast from then on. */
  refused(seconds: number): void;
  /** Somebody's answer was told 429: nothing for a moment, answers first. */
  giveWay(): void;
  /** Messages a second at present. */
  perSecond(): number;
}

const least = 1;
/** Milliseconds without a refusal after which it is faster by a twenty-fifth of the whole. */
const recovery = 4_000;
/** Milliseconds for which it keeps still after an answer was refused. */
const stillness = 1_000;

/**
 * @param most messages a second.
 * @param now milliseconds that only grow.
 */
export function createBroadcastPace(most: number, now: () => number = () => performance.now()): BroadcastPace {
  let speed = most;
  let changedAt = now();
  let quietUntil = 0;
  /** When each message of the last second went out, the oldest first. */
  let sent: number[] = [];

  const recover = (at: number): void => {
    const steps = Math.floor((at - Math.max(changedAt, quietUntil)) / recovery);
    if (steps <= 0 || speed >= most) return;
    speed = Math.min(most, speed + steps * Math.ceil(most / 25));
    changedAt = at;
  };

  return {
    free() {
      const at = now();
      recover(at);
      sent = sent.filter((one) => one > at - 1_000);
      return at < quietUntil ? 0 : Math.max(0, speed - sent.length);
    },
    spend(messages) {
      const at = now();
      for (let i = 0; i < messages; i += 1) sent.push(at);
    },
    refused(seconds) {
      const at = now();
      // Of messages that were under way together each is refused: once is enough.
      if (at >= quietUntil) speed = Math.max(least, Math.floor(speed / 2));
      quietUntil = Math.max(quietUntil, at + seconds * 1_000);
      changedAt = at;
    },
    giveWay() {
      quietUntil = Math.max(quietUntil, now() + stillness);
    },
    perSecond: () => speed,
  };
}
