import { randomBytes } from 'node:crypto';
import { badRequest } from './refusal.ts';
import type { TelegramTime } from './time.ts';

/** A press can be answered for this long. Telegram names no figure; bots see the refusal after about a minute. */
const ANSWERABLE_SECONDS = 60;

/** Where a press happened, and when (Unix seconds). */
export interface OpenQuery {
  readonly chatId: number;
  readonly messageId: number;
  readonly at: number;
}

/** Presses and inline queries that wait for their answer. Each takes one. */
export class OpenQueries {
  readonly #open = new Map<string, OpenQuery>();
  readonly #time: TelegramTime;

  constructor(time: TelegramTime) {
    this.#time = time;
  }

  open(chatId: number, messageId: number): string {
    const now = this.#time.now();
    for (const [id, query] of this.#open) {
      if (query.at + ANSWERABLE_SECONDS >= now) break;
      this.#open.delete(id);
    }
    const id = (randomBytes(8).readBigUInt64BE() >> 1n).toString();
    this.#open.set(id, { chatId, messageId, at: now });
    return id;
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** @throws Refusal 400 where the query is unknown, too old or answered already */
  close(id: string | undefined): OpenQuery {
    const query = this.#open.get(id ?? '');
    this.#open.delete(id ?? '');
    if (query === undefined || query.at + ANSWERABLE_SECONDS < this.#time.now()) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    return query;
  }
}
