import type { Message, ReplyKeyboard } from './wire.ts';

/** An answer to a button press, as the person who pressed sees it. */
export interface CallbackAnswer {
  readonly query_id: string;
  readonly message_id: number;
  readonly text?: string;
  readonly show_alert: boolean;
  readonly url?: string;
}

/** What a watcher of the chats is told: the page, a waiting test, the file that keeps the state. */
export type FeedEvent =
  | { readonly type: 'message' | 'edited'; readonly chat_id: number; readonly message: Message }
  | { readonly type: 'deleted'; readonly chat_id: number; readonly message_id: number }
  | { readonly type: 'keyboard'; readonly chat_id: number; readonly keyboard: ReplyKeyboard | null }
  | { readonly type: 'answer'; readonly chat_id: number; readonly answer: CallbackAnswer }
  | { readonly type: 'action'; readonly chat_id: number; readonly action: string }
  | { readonly type: 'person' | 'cleared'; readonly chat_id: number }
  | { readonly type: 'commands' };

export type FeedListener = (event: FeedEvent) => void;

/** Tells every listener, in the order of their coming. A listener must not throw. */
export class Feed {
  readonly #listeners = new Set<FeedListener>();

  /** @returns what ends the subscription */
  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(event: FeedEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
