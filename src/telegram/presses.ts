import type { Call } from './call.ts';

/**
 * Presses whose webhook is still open. The webhook's own answer can carry a call, which saves a press its second one;
 * what became of it is never known, so only the call that releases a button and says nothing goes that way. Telegram
 * reads the call and the acknowledgement together: where it got neither, it delivers the press again.
 */
export interface Presses {
  /** The press came by webhook. */
  open(queryId: string): void;
  /** The webhook is to be answered. @returns whether that answer has to release the button. */
  close(queryId: string): boolean;
  /** A call is to be made. @returns whether it can be left to the webhook. */
  readonly leaves: (call: Call) => boolean;
}

export function createPresses(): Presses {
  const opened = new Set<string>();
  return {
    open: (queryId) => void opened.add(queryId),
    close: (queryId) => opened.delete(queryId),
    leaves: ({ method, payload }) => {
      if (method !== 'answerCallbackQuery') return false;
      const queryId = payload['callback_query_id'];
      if (typeof queryId !== 'string' || !opened.has(queryId)) return false;
      const saysNothing = Object.keys(payload).length === 1;
      // What is said to the person is an answer, and its fate matters; it releases the button as well.
      if (!saysNothing) opened.delete(queryId);
      return saysNothing;
    },
  };
}

/** The call that releases a button, in the form of an answer to a webhook. */
export function releaseAnswer(queryId: string): string {
  return JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: queryId });
}
