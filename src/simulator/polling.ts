import { Refusal } from './refusal.ts';
import type { Update } from './wire.ts';
import type { UpdateQueue } from './update-queue.ts';

const LONGEST_WAIT_SECONDS = 50;

export const CONFLICTS = {
  webhook:
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  otherPoller: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  webhookSet: 'Conflict: terminated by setWebhook request',
} as const;

interface Waiting {
  finish(updates: Update[]): void;
  refuse(refusal: Refusal): void;
}

/** `getUpdates`: one long poll at a time; a newer one ends the older with 409. */
export class Polling {
  #waiting: Waiting | undefined;
  readonly #queue: UpdateQueue;

  constructor(queue: UpdateQueue) {
    this.#queue = queue;
    queue.onReady(() => this.#waiting?.finish([]));
  }

  /**
   * @param timeoutSeconds how long to wait for the first update, up to 50
   * @param signal ends the wait, where the client has gone
   */
  async poll(offset: number, limit: number, timeoutSeconds: number, signal?: AbortSignal): Promise<Update[]> {
    this.interrupt(CONFLICTS.otherPoller);
    const ready = this.#queue.take(offset, limit);
    if (ready.length > 0 || timeoutSeconds <= 0) return ready;
    await this.#wait(Math.min(timeoutSeconds, LONGEST_WAIT_SECONDS), signal);
    return signal?.aborted === true ? [] : this.#queue.take(offset, limit);
  }

  /** Ends a waiting poll with 409. */
  interrupt(words: string): void {
    this.#waiting?.refuse(new Refusal(409, words));
  }

  /** Ends a waiting poll with nothing, for a stop. */
  close(): void {
    this.#waiting?.finish([]);
  }

  #wait(seconds: number, signal: AbortSignal | undefined): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const waiting: Waiting = { finish: resolve, refuse: reject };
    this.#waiting = waiting;
    const finish = (): void => waiting.finish([]);
    const timer = setTimeout(finish, seconds * 1000);
    signal?.addEventListener('abort', finish, { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      if (this.#waiting === waiting) this.#waiting = undefined;
    });
  }
}
