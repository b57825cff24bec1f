import type { Logger } from '../platform/telemetry/logger.ts';
import type { CallResult } from './call.ts';
import type { Telegram } from './client.ts';
import { createWebhookHealth, type HealthTimes } from './delivery-health.ts';
import { troubleOf, type DeliveryTrouble } from './delivery-trouble.ts';
import { rest } from '../platform/rest.ts';

export interface KeepWebhookOptions {
  readonly telegram: Pick<Telegram, 'setWebhook' | 'getWebhookInfo'>;
  readonly settings: Parameters<Telegram['setWebhook']>[0];
  readonly log: Logger;
  /** Whether it is given up when it is broken. */
  readonly mayGiveUp: boolean;
  readonly onState: (state: 'webhook' | 'webhook failing') => void;
  readonly onTrouble: (trouble: DeliveryTrouble) => void;
  /** Milliseconds: between looks, and before setting it is tried again. */
  readonly times: HealthTimes & { readonly check: number; readonly retry: number };
}

/**
 * Sets the webhook and watches it, setting it again where somebody changed it.
 *
 * @returns when `signal` is aborted, or `broken` when it is given up.
 */
export async function keepWebhook(
  { telegram, settings, log, mayGiveUp, onState, onTrouble, times }: KeepWebhookOptions,
  signal: AbortSignal,
): Promise<'stopped' | 'broken'> {
  const health = createWebhookHealth(times, () => performance.now());
  let isSet = false;
  /** When it was set last, by `performance.now()`. */
  let setAt = -Infinity;
  while (!signal.aborted) {
    let answer: CallResult;
    if (isSet) {
      const info = await telegram.getWebhookInfo(signal);
      if (info.outcome === 'taken' && !isSameAddress(info.result.url ?? '', settings.url)) {
        log.warn({ code: 'webhook.changed' }, 'somebody has changed the webhook; it is set again');
        isSet = false;
        // Somebody who changes it all the time must not be answered without a pause.
        if (performance.now() - setAt < times.check) await rest(times.retry, signal);
        continue;
      }
      if (info.outcome === 'taken') {
        const {
          pending_update_count: pending,
          last_error_date: lastErrorDate,
          last_error_message: words,
        } = info.result;
        health.report({ pending, lastErrorDate });
        if (health.isFailing()) {
          log.warn({ code: 'webhook.failing', pending, words }, 'the webhook is failing');
          onTrouble({ kind: 'webhook', words: words ?? '' });
        }
      }
      answer = info;
    } else {
      answer = await telegram.setWebhook(settings, signal);
      isSet = answer.outcome === 'taken';
      setAt = performance.now();
      if (answer.outcome === 'taken') log.info('the webhook is set');
      else if (!signal.aborted) {
        health.setFailed();
        log.warn({ code: 'webhook.set', ...answer }, 'the webhook cannot be set');
        const trouble = troubleOf(answer);
        if (trouble) onTrouble(trouble);
      }
      // What lies behind is told from what comes by a look at once.
      if (isSet) continue;
    }
    onState(health.isFailing() ? 'webhook failing' : 'webhook');
    if (mayGiveUp && health.isBroken()) return 'broken';
    const pause = isSet ? times.check : times.retry;
    await rest(answer.outcome === 'wait' ? Math.max(pause, answer.seconds * 1_000) : pause, signal);
  }
  return 'stopped';
}

/** Whether two addresses are one, however their hosts are spelt. */
function isSameAddress(one: string, other: string): boolean {
  return one === other || URL.parse(one)?.href === (URL.parse(other)?.href ?? null);
}
