import { once } from 'node:events';
import type { Queries } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Call } from './call.ts';
import type { Telegram } from './client.ts';
import { carryOut, type Round, type RoundEnd } from './courier-letter.ts';
import { createSettling, type Settling } from './courier-settle.ts';
import { extendHold, giveUpChat, hasEarlier, putOff, settle, type Hold } from './outgoing/store.ts';

/** What the bot has to say in one chat, as it lies in a row of `outgoing` that this process holds. */
export interface Letter {
  /** The row. */
  readonly id: number;
  readonly chatId: number;
  /** Whose chat it is; nobody's where the chat is a group. */
  readonly userId: UserId | null;
  readonly calls: readonly Call[];
  /**
   * Whether the chat had other rows when this one was written: what was said earlier must not be overtaken.
   * `false` saves a look into the database; whoever does not know leaves it out.
   */
  readonly behind?: boolean;
  /** The row's `attempts` when this process got hold of it; 0 for who wrote it. */
  readonly attempt?: number;
  /** Seconds since it was written; 0 unless said. */
  readonly age?: number;
}

export interface Courier {
  /**
   * Carries the letter out. Letters of one chat go in the order of these calls, different chats at once; nothing is
   * kept but the letters of the promises that are open, so whoever bounds what it accepts bounds this as well.
   *
   * @returns when Telegram has taken it, or when it is left in its row to be said later. Never rejects.
   */
  deliver(letter: Letter): Promise<void>;
  /** Letters under way. */
  underWay(): number;
  /** Rows that have been said and are to be deleted, so that the next commit can do it. */
  readonly said: Omit<Settling, 'add' | 'finish'>;
  /**
   * Ends soon after `milliseconds` at the latest, earlier where nothing is left to say. Letters are taken until then;
   * what is not out in time is left in its row, due at once for another process.
   *
   * @param last settles when no more letters will come.
   */
  stop(milliseconds: number, last?: Promise<unknown>): Promise<void>;
}

export interface CourierOptions {
  readonly queries: Queries;
  readonly telegram: Pick<Telegram, 'call'>;
  readonly botId: number;
  readonly log: Logger;
  /** Given each call that has a tag and its result, once Telegram took it. Waited for before the row is forgotten. */
  readonly onTaken?: (call: Call, result: unknown) => void | Promise<void>;
  /** Told when Telegram says that the bot says too much. */
  readonly onRefusedForNow?: () => void;
  /** Told when something can never be said, for the metrics. */
  readonly onGivenUp?: (method: string) => void;
  readonly times?: Partial<CourierTimes>;
}

/** All in milliseconds. */
export interface CourierTimes {
  /** For which a row's `due_at` lies ahead while its letter is held. */
  readonly lease: number;
  /** What a call may take, see the client; a call begins only where the lease covers it. */
  readonly call: number;
  /** How long what is done with is gathered before its rows are deleted. */
  readonly settle: number;
}

const courierTimes: CourierTimes = { lease: 15_000, call: 10_000, settle: 25 };

/** Telegram forgets a button press after about this many seconds. */
const pressLifetime = 150;
/** Milliseconds of the lease that are kept free, for the clocks and the way to the database. */
const margin = 1_000;
/** Seconds between attempts at most, where Telegram did not say. */
const longestBackoff = 300;

export function createCourier(options: CourierOptions): Courier {
  const { queries, botId, log } = options;
  const times = { ...courierTimes, ...options.times };
  /** The last letter of each chat that has one under way. */
  const tails = new Map<number, Errand>();
  const ended = new AbortController();
  const settling = createSettling({
    delay: times.settle,
    forget: (ids) => settle(queries, ids),
    onError: (error) => log.error({ code: 'outgoing.settle', err: error }, 'said, but not noted as said'),
  });
  const desk: Desk = { ...options, signal: ended.signal, lease: times.lease, slack: times.lease - times.call - margin };

  /** Waits for the letter before it in its chat, then carries this one. */
  async function carry(errand: Errand, before: Errand | undefined): Promise<void> {
    const { letter } = errand;
    const { id, chatId, calls } = letter;
    try {
      if (before) await before.carried;
      if (ended.signal.aborted || (letter.behind !== false && (await isBehind(letter))))
        await putOff(queries, errand.hold, calls, 0);
      else {
        const round = await (calls.some(isLong) ? carryLong(errand) : carryOut(calls, errand));
        if (round.end === 'done') settling.add(id);
        else await conclude(errand, round);
      }
    } catch (error) {
      // The row is still there, and due when its lease is over.
      log.error({ code: 'outgoing.carry', id, err: error }, 'a letter is left in its row');
    }
    if (tails.get(chatId) === errand) tails.delete(chatId);
  }

  /** A document may be under way for longer than a hold lasts: nobody must take it for left behind meanwhile. */
  async function carryLong(errand: Errand): Promise<RoundEnd> {
    const holding = setInterval(() => void errand.extend().catch(() => undefined), times.lease / 3);
    try {
      return await carryOut(errand.letter.calls, errand);
    } finally {
      clearInterval(holding);
    }
  }

  function isBehind({ chatId, id }: Letter): Promise<boolean> {
    return hasEarlier(queries, { botId, chatId, id, except: settling.pending(), lease: times.lease });
  }

  async function conclude({ letter, hold }: Errand, round: Exclude<RoundEnd, { end: 'done' }>): Promise<void> {
    switch (round.end) {
      case 'blocked':
        return giveUpChat(queries, { botId, chatId: letter.chatId, userId: letter.userId });
      case 'lost':
        return log.warn({ code: 'outgoing.lost', id: letter.id }, 'another process has taken this row');
      case 'later': {
        if (round.wait !== undefined) options.onRefusedForNow?.();
        const after = ended.signal.aborted ? 0 : pauseBefore(hold.attempt, round.wait);
        return putOff(queries, hold, round.calls, after);
      }
    }
  }

  return {
    deliver(letter) {
      const before = tails.get(letter.chatId);
      const errand = new Errand(letter, desk);
      tails.set(letter.chatId, errand);
      errand.carried = carry(errand, before);
      return errand.carried;
    },
    underWay: () => tails.size,
    said: settling,
    async stop(milliseconds, last) {
      const timer = setTimeout(() => ended.abort(), milliseconds);
      await Promise.race([last, once(ended.signal, 'abort')]);
      while (tails.size > 0) await Promise.all([...tails.values()].map(({ carried }) => carried));
      clearTimeout(timer);
      ended.abort();
      await settling.finish();
    },
  };
}

/** What all letters of a courier go with. */
interface Desk extends Pick<CourierOptions, 'queries' | 'telegram' | 'log' | 'onTaken' | 'onGivenUp'> {
  readonly signal: AbortSignal;
  /** Milliseconds that a hold lasts. */
  readonly lease: number;
  /** Milliseconds after the hold was asked for in which a call may begin. */
  readonly slack: number;
}

const settled = Promise.resolve();

/** A letter on its way; a class, because closures for each of its moments would be made for every letter. */
class Errand implements Round {
  readonly letter: Letter;
  /** Settles when nothing more is done about it. */
  carried = settled;
  readonly #desk: Desk;
  readonly #arrived = performance.now();
  /** When the hold of its row was last asked for. */
  #held = this.#arrived;

  constructor(letter: Letter, desk: Desk) {
    this.letter = letter;
    this.#desk = desk;
  }

  get hold(): Hold {
    return { id: this.letter.id, attempt: this.letter.attempt ?? 0 };
  }

  get telegram(): Desk['telegram'] {
    return this.#desk.telegram;
  }

  get signal(): AbortSignal {
    return this.#desk.signal;
  }

  mayCall(): boolean | Promise<boolean> {
    return performance.now() - this.#held < this.#desk.slack || this.extend();
  }

  mayAnswer(): boolean {
    return performance.now() - this.#arrived < (pressLifetime - (this.letter.age ?? 0)) * 1_000;
  }

  /** @returns whether the row is still ours. */
  async extend(): Promise<boolean> {
    const asked = performance.now();
    const extended = await extendHold(this.#desk.queries, this.hold, this.#desk.lease);
    this.#held = asked;
    return extended;
  }

  async onTaken(call: Call, result: unknown): Promise<void> {
    try {
      await this.#desk.onTaken?.(call, result);
    } catch (error) {
      // Telegram has it: a failure to note that must not have it said again.
      const fields = { code: 'outgoing.noted', tag: call.tag, err: error };
      this.#desk.log.error(fields, 'said, but its result is not noted');
    }
  }

  onRefused(call: Call, description: string, next: Call | undefined): void {
    const { log, onGivenUp } = this.#desk;
    const fields = { code: 'telegram.refused', method: call.method, description, instead: next?.method };
    if (next) log.warn(fields, 'Telegram refused a call; another is tried in its place');
    else {
      log.error(fields, 'Telegram refused a call; given up');
      onGivenUp?.(call.method);
    }
  }
}

function isLong({ method }: Call): boolean {
  return method === 'sendDocument';
}

/** @returns milliseconds: as told, or twice as long with each attempt, spread so that not all come back at once. */
function pauseBefore(attempt: number, wait: number | undefined): number {
  if (wait !== undefined) return wait * 1_000 + Math.random() * 500;
  // An attempt counts twice in the row: when it was taken and when it was put off.
  return Math.min(longestBackoff, 2 ** (attempt / 2)) * 1_000 * (0.5 + Math.random() / 2);
}
