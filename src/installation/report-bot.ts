import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { rest } from '../platform/rest.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { DeliveryTrouble } from '../telegram/delivery-trouble.ts';
import type { DeliveryState } from '../telegram/delivery.ts';
import { saveBot, type Receiving } from './store/bots.ts';

/** Writes down which bot this process is and how its updates come, for the panel, which may run elsewhere. */
export interface BotReport {
  named(name: { readonly name: string; readonly username: string }): void;
  receives(state: DeliveryState): void;
  trouble(trouble: DeliveryTrouble): void;
  /** Keeps it written until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

export interface ReportOptions {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly log: Logger;
  readonly botId: number;
  readonly isSimulated: boolean;
}

/** Milliseconds between two words of the process that sees to delivery. */
const beat = 15_000;
/** Milliseconds between two writes, however often something goes wrong. */
const apart = 1_000;
/** Of a trouble's words. */
const mostCharacters = 500;

export function createBotReport({ queries, clock, log, botId: id, isSimulated }: ReportOptions): BotReport {
  let name = { name: '', username: '' };
  let state: DeliveryState = 'standby';
  let trouble: Receiving['trouble'] = null;
  let waking = new AbortController();

  async function write(): Promise<void> {
    const receives = state === 'standby' ? null : state;
    try {
      await saveBot(queries, { id, isSimulated, ...name }, { receives, trouble });
    } catch (error) {
      log.warn({ code: 'bot.report', err: error }, 'nobody is told how updates come');
    }
  }

  return {
    named(told) {
      name = told;
      waking.abort();
    },
    receives(next) {
      state = next;
      waking.abort();
    },
    trouble({ kind, words }) {
      trouble = { kind, words: words.slice(0, mostCharacters), at: clock.now() };
      waking.abort();
    },
    async run(signal) {
      while (!signal.aborted) {
        waking = new AbortController();
        await write();
        await rest(state === 'standby' ? 2 ** 31 - 1 : beat, signal, waking.signal);
        await rest(apart, signal);
      }
    },
  };
}
