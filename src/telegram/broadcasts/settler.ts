import type { Settled } from '../../broadcasts/store/recipients.ts';
import { rest } from '../../platform/rest.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';

/** Notes what became of recipients. */
export interface Settler {
  add(settled: Settled): void;
  /** Ends when all that was added so far is noted. */
  noted(): Promise<void>;
  /** Notes what is left. */
  finish(): Promise<void>;
}

/** Milliseconds before a database that was away is asked again. */
const pause = 500;
/** Times that what is left at the end is tried; after that a hold has to do. */
const lastAttempts = 4;

/**
 * Notes at once what comes while nothing is being noted, and together what comes meanwhile: between sending and knowing
 * there is no more than one statement. What the database does not take is kept until it does.
 */
export function createSettler(note: (settled: readonly Settled[]) => Promise<void>, log: Logger): Settler {
  let waiting: Settled[] = [];
  let running: Promise<void> | undefined;

  async function run(attempts: number): Promise<void> {
    for (let attempt = 0; waiting.length > 0 && attempt < attempts;) {
      const noted = waiting;
      waiting = [];
      try {
        await note(noted);
        attempt = 0;
      } catch (error) {
        waiting = [...noted, ...waiting];
        attempt += 1;
        log.error({ code: 'broadcast.settle', err: error }, 'sent, but not noted as sent; tried again');
        await rest(pause);
      }
    }
    running = undefined;
  }

  return {
    add(settled) {
      waiting.push(settled);
      running ??= run(Number.POSITIVE_INFINITY);
    },
    async noted() {
      await running;
    },
    async finish() {
      await Promise.race([running, rest(lastAttempts * pause)]);
      if (waiting.length > 0) await run(lastAttempts);
    },
  };
}
