import { once } from 'node:events';
import type { Queries } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Call } from './call.ts';
import type { Telegram } from './client.ts';
import { carryOut, type RoundEnd } from './courier-letter.ts';
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
  const { queries, telegram, botId, log } = options;
  const times = { ...courierTimes, ...options.times };
  /** The last letter of each chat that has one under way. */
  const tails = new Map<number, { readonly letter: Letter; readonly carried: Promise<void> }>();
  const ended = new AbortController();
  const settling = createSettling({
    delay: times.settle,
    forget: (ids) => settle(queries, ids),
    onError: (error) => log.error({ code: 'outgoing.settle', err: error }, 'said, but not noted as said'),
  });

  async function carry(letter: Letter, arrived: number): Promise<void> {
    const hold: Hold = { id: letter.id, attempt: letter.attempt ?? 0 };
    if (ended.signal.aborted) return putOff(queries, hold, letter.calls, 0);
    if (letter.behind !== false && (await isBehind(letter))) return putOff(queries, hold, letter.calls, 0);
    let held = arrived;
    const written = arrived - (letter.age ?? 0) * 1_000;
    const extend = async (): Promise<boolean> => {
      const asked = performance.now();
      const extended = await extendHold(queries, hold, times.lease);
      held = asked;
      return extended;
    };
    // A document may be under way for longer than a hold lasts: nobody must take it for left behind meanwhile.
    const isLong = letter.calls.some(({ method }) => method === 'sendDocument');
    const holding = isLong ? setInterval(() => void extend().catch(() => undefined), times.lease / 3) : undefined;
    const round = await carryOut(letter.calls, {
      telegram,
      signal: ended.signal,
      mayCall: () => performance.now() - held < times.lease - times.call - margin || extend(),
      mayAnswer: () => performance.now() - written < pressLifetime * 1_000,
      onTaken: tell,
      onRefused: (call, description, next) => {
        const fields = { code: 'telegram.refused', method: call.method, description, instead: next?.method };
        if (next) log.warn(fields, 'Telegram refused a call; another is tried in its place');
        else {
          log.error(fields, 'Telegram refused a call; given up');
          options.onGivenUp?.(call.method);
        }
      },
    }).finally(() => clearInterval(holding));
    await conclude(letter, hold, round);
  }

  async function tell(call: Call, result: unknown): Promise<void> {
    try {
      await options.onTaken?.(call, result);
    } catch (error) {
      // Telegram has it: a failure to note that must not have it said again.
      log.error({ code: 'outgoing.noted', tag: call.tag, err: error }, 'said, but its result is not noted');
    }
  }

  function isBehind({ chatId, id }: Letter): Promise<boolean> {
    return hasEarlier(queries, { botId, chatId, id, except: settling.pending(), lease: times.lease });
  }

  async function conclude(letter: Letter, hold: Hold, round: RoundEnd): Promise<void> {
    switch (round.end) {
      case 'done':
        return settling.add(letter.id);
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

  /** Waits for those before it in its chat. */
  async function carryInTurn(letter: Letter, before: Promise<void> | undefined): Promise<void> {
    const arrived = performance.now();
    const { chatId, id } = letter;
    try {
      if (before) await before;
      await carry(letter, arrived);
    } catch (error) {
      // The row is still there, and due when its lease is over.
      log.error({ code: 'outgoing.carry', id, err: error }, 'a letter is left in its row');
    }
    if (tails.get(chatId)?.letter === letter) tails.delete(chatId);
  }

  return {
    deliver(letter) {
      const carried = carryInTurn(letter, tails.get(letter.chatId)?.carried);
      tails.set(letter.chatId, { letter, carried });
      return carried;
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

/** @returns milliseconds: as told, or twice as long with each attempt, spread so that not all come back at once. */
function pauseBefore(attempt: number, wait: number | undefined): number {
  if (wait !== undefined) return wait * 1_000 + Math.random() * 500;
  // An attempt counts twice in the row: when it was taken and when it was put off.
  return Math.min(longestBackoff, 2 ** (attempt / 2)) * 1_000 * (0.5 + Math.random() / 2);
}
