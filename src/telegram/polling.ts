import type { Update } from 'grammy/types';
import { pauseAfter } from '../platform/backoff.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Telegram } from './client.ts';
import { troubleOf, type DeliveryTrouble } from './delivery-trouble.ts';
import { rest } from '../platform/rest.ts';
import { createPollingWindow } from './polling-window.ts';
import type { Accept } from './webhook.ts';

export interface PollingOptions {
  readonly telegram: Pick<Telegram, 'getUpdates'>;
  readonly accept: Accept;
  readonly log: Logger;
  readonly allowedUpdates: Parameters<Telegram['getUpdates']>[0]['allowed_updates'];
  /** Told of each answer that brings nothing. */
  readonly onTrouble?: (trouble: DeliveryTrouble) => void;
  readonly times?: Partial<PollingTimes>;
}

/** All in milliseconds. */
export interface PollingTimes {
  /** How long Telegram holds a request open where there is nothing to give; whole seconds. */
  readonly hold: number;
  /** Between looks for new updates while an earlier one is not done. */
  readonly look: number;
  /** After a failure, twice as long after each further one. */
  readonly backoff: number;
  readonly longestBackoff: number;
  /** How long a stop waits for what is under way, so as to confirm it. */
  readonly stop: number;
}

const pollingTimes: PollingTimes = { hold: 30_000, look: 150, backoff: 500, longestBackoff: 10_000, stop: 800 };

/**
 * Takes updates in by long polling, until `signal` is aborted or Telegram says that it delivers otherwise.
 *
 * Every update is handed to `accept` at once, in Telegram's order; only the beginning that is done is confirmed, so
 * what a crash interrupts is given again. While something is not done, new updates are looked for a few times a
 * second: asking to be held would bring the same ones back without end, confirming past it would lose it. Not more
 * than a hundred are under way: Telegram gives no more until the earliest is confirmed.
 */
export async function pollUpdates(options: PollingOptions, signal: AbortSignal): Promise<'stopped' | 'conflict'> {
  const { telegram, accept, log } = options;
  const times = { ...pollingTimes, ...options.times };
  const window = createPollingWindow();
  let progress = Promise.withResolvers<void>();
  let failures = 0;

  const backoff = (): number => pauseAfter(failures, { first: times.backoff, longest: times.longestBackoff });

  async function take(update: Update): Promise<void> {
    try {
      if ((await accept(update)) === 'done') window.done(update.update_id);
      else window.drop(update.update_id);
    } catch (error) {
      log.error({ code: 'polling.accept', update_id: update.update_id, err: error }, 'an update was not taken');
      window.drop(update.update_id);
    }
    progress.resolve();
  }

  /** @returns whether to go on. */
  async function ask(): Promise<boolean> {
    const offset = window.offset();
    const hold = window.isWaiting() ? 0 : times.hold / 1_000;
    const answer = await telegram.getUpdates(
      {
        timeout: hold,
        limit: 100,
        ...(offset === undefined ? {} : { offset }),
        ...(options.allowedUpdates ? { allowed_updates: options.allowedUpdates } : {}),
      },
      signal,
    );
    if (signal.aborted) return false;
    const trouble = troubleOf(answer);
    if (trouble) options.onTrouble?.(trouble);
    if (answer.outcome === 'conflict') {
      log.warn({ code: 'polling.conflict', description: answer.description }, 'Telegram delivers otherwise');
      return false;
    }
    if (answer.outcome !== 'taken') {
      failures += 1;
      log.warn({ code: 'polling.failed', failures, ...answer }, 'cannot ask for updates');
      await rest(answer.outcome === 'wait' ? answer.seconds * 1_000 : backoff(), signal);
      return true;
    }
    failures = 0;
    if (offset !== undefined) window.confirmed(offset);
    const fresh = new Set(window.show(answer.result.map(({ update_id }) => update_id)));
    for (const update of answer.result) if (fresh.delete(update.update_id)) void take(update);
    return true;
  }

  /** Waits until the earliest update is done, or it is time to look for new ones. */
  async function settle(): Promise<void> {
    const deadline = performance.now() + times.look;
    while (window.isWaiting() && performance.now() < deadline && !signal.aborted) {
      await soon(deadline - performance.now(), signal);
    }
  }
  async function soon(milliseconds: number, ...signals: readonly AbortSignal[]): Promise<void> {
    progress = Promise.withResolvers<void>();
    const over = new AbortController();
    await Promise.race([progress.promise, rest(milliseconds, over.signal, ...signals)]);
    over.abort();
  }

  while (!signal.aborted && (await ask())) await settle();

  // So that what is done does not come again; where it does all the same, once-only catches it.
  const deadline = performance.now() + times.stop;
  while (window.isWaiting() && performance.now() < deadline) await soon(deadline - performance.now());
  const offset = window.offset();
  if (signal.aborted && offset !== undefined) {
    const limit = AbortSignal.timeout(Math.max(100, Math.round(deadline - performance.now())));
    await telegram.getUpdates({ offset, limit: 1, timeout: 0 }, limit);
  }
  return signal.aborted ? 'stopped' : 'conflict';
}
