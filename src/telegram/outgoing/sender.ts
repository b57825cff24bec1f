import type { Queries } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Courier } from '../courier.ts';
import { whileLeading, type LeaseTimes } from '../../platform/lease.ts';
import { rest } from '../../platform/rest.ts';
import { createPace, type Pace } from '../pace.ts';
import { takeDue } from './store.ts';

export interface Sender {
  /** Sends until `signal` is aborted; what is under way then is the courier's to end. */
  run(signal: AbortSignal): Promise<void>;
  /** Something is due now: look at once. */
  readonly wake: () => void;
  /** Whether more is due than the pace lets out. */
  readonly isBusy: () => boolean;
}

export interface SenderOptions {
  readonly queries: Queries;
  readonly courier: Pick<Courier, 'deliver'>;
  readonly botId: number;
  readonly log: Logger;
  /** This process. */
  readonly holder: string;
  /** Whether this process alone has the database. */
  readonly exclusive?: boolean;
  readonly pace?: Pace;
  /** Goes on beside, in the process that sends: it shares the pace. */
  readonly beside?: (signal: AbortSignal) => Promise<void>;
  readonly times?: Partial<SenderTimes>;
}

/** All in milliseconds. */
export interface SenderTimes {
  /** Between looks where nothing is due. */
  readonly look: number;
  /** For which a row is held while it is sent; the courier must know the same. */
  readonly lease: number;
  readonly leadership: Partial<LeaseTimes>;
}

const defaults: SenderTimes = { look: 1_000, lease: 15_000, leadership: {} };

/** Letters under way at most: they may wait for a Telegram that does not answer. */
const mostUnderWay = 100;

/**
 * Sends the rows of `outgoing` that are due: reminders and the like, what Telegram would not take at first, and the
 * answers of processes that died. One process at a time does this, because Telegram's pace counts for the bot as a
 * whole; when the lease changes hands in the middle, the rows' own holds still keep two from sending the same.
 */
export function createSender(options: SenderOptions): Sender {
  const { queries, courier, botId, log } = options;
  const times = { ...defaults, ...options.times };
  const pace = options.pace ?? createPace();
  let waking = new AbortController();
  let underWay = 0;
  let isBusy = false;

  /** @returns milliseconds until the next look. */
  async function look(): Promise<number> {
    const limit = Math.min(pace.free(), mostUnderWay - underWay);
    if (limit <= 0) return underWay < mostUnderWay ? pace.untilFree() : times.look;
    const rows = await takeDue(queries, { botId, limit, lease: times.lease, cooling: pace.cooling() });
    isBusy = rows.length === limit;
    for (const row of rows) {
      pace.spend(row.chatId, row.calls.filter(({ method }) => method !== 'answerCallbackQuery').length);
      underWay += 1;
      // The row was the earliest of its chat when it was taken.
      void courier.deliver({ ...row, behind: false }).finally(() => {
        underWay -= 1;
      });
    }
    return rows.length < limit ? times.look : pace.untilFree();
  }

  async function send(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      waking = new AbortController();
      const wait = await look().catch((error: unknown) => {
        log.warn({ code: 'outgoing.look', err: error }, 'cannot see what is due');
        return times.look;
      });
      await rest(wait, signal, waking.signal);
    }
  }

  return {
    run: (signal) => {
      const { holder, exclusive = false } = options;
      const lease = { queries, name: 'telegram-outgoing', holder, exclusive, log, times: times.leadership };
      return whileLeading(lease, signal, async (held) => {
        await Promise.all([send(held.signal), options.beside?.(held.signal)]);
      });
    },
    wake: () => waking.abort(),
    isBusy: () => isBusy,
  };
}
