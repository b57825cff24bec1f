import type { Queries } from '../platform/database/database.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Telegram } from './client.ts';
import { healthTimes, type HealthTimes } from './delivery-health.ts';
import { troubleOf, type DeliveryTrouble } from './delivery-trouble.ts';
import { keepWebhook } from './delivery-webhook.ts';
import { whileLeading, type Held, type LeaseTimes } from '../platform/lease.ts';
import { rest } from '../platform/rest.ts';
import { pollUpdates, type PollingTimes } from './polling.ts';
import { webhookPath, type Accept } from './webhook.ts';

/**
 * How updates come to this process. On `standby` another process sees to it; this one serves the webhook's path all the
 * same.
 */
export const deliveryStates = ['standby', 'webhook', 'webhook failing', 'polling'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface Delivery {
  /** Sees to it that updates come, until `signal` is aborted. */
  run(signal: AbortSignal): Promise<void>;
  state(): DeliveryState;
}

export interface DeliveryOptions {
  readonly queries: Queries;
  readonly telegram: Pick<Telegram, 'setWebhook' | 'deleteWebhook' | 'getWebhookInfo' | 'getUpdates'>;
  /** Takes in what comes by polling. */
  readonly accept: Accept;
  readonly log: Logger;
  /** This process. */
  readonly holder: string;
  /** Whether this process alone has the database. */
  readonly exclusive?: boolean;
  /** `auto`: by webhook where there is a public address, with polling to fall back on; else by polling. */
  readonly mode: 'auto' | 'webhook' | 'polling';
  /** Where Telegram reaches this service. */
  readonly publicUrl?: string | undefined;
  /** What Telegram has to show at the webhook. */
  readonly secret: string;
  readonly onState?: (state: DeliveryState) => void;
  /** Told each time something keeps updates from coming, also the same thing again. */
  readonly onTrouble?: (trouble: DeliveryTrouble) => void;
  readonly times?: Partial<DeliveryTimes>;
}

/** All in milliseconds. */
export interface DeliveryTimes extends HealthTimes {
  /** Between looks at the webhook. */
  readonly check: number;
  /** After Telegram did not do what it was asked. */
  readonly retry: number;
  /** How long to poll at least where the webhook is broken; twice as long after each vain return, up to four times. */
  readonly poll: number;
  readonly lease: Partial<LeaseTimes>;
  readonly polling: Partial<PollingTimes>;
}

const deliveryTimes: DeliveryTimes = {
  ...healthTimes,
  check: 10_000,
  retry: 5_000,
  poll: 300_000,
  lease: {},
  polling: {},
};

type UpdateKinds = NonNullable<Parameters<Telegram['getUpdates']>[0]['allowed_updates']>;
const allowedUpdates: UpdateKinds = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'inline_query'];

/** Connections that Telegram opens to the webhook; it allows no more. */
const mostConnections = 100;

/**
 * Decides how updates come, in one process at a time: only the holder of the lease sets or deletes the webhook and
 * polls, because two pollers cut each other off and a webhook cuts off every poller. Updates that wait at Telegram
 * are never dropped by a change.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { queries, telegram, log, holder, exclusive = false, onTrouble = () => undefined } = options;
  const times = { ...deliveryTimes, ...options.times };
  const url = options.mode === 'polling' || options.publicUrl === undefined ? undefined : addressOf(options.publicUrl);
  let state: DeliveryState = 'standby';

  const turn = (next: DeliveryState): void => {
    if (next === state) return;
    log.info({ from: state, to: next }, 'how updates come has changed');
    state = next;
    options.onState?.(next);
  };

  async function lead(held: Held): Promise<void> {
    if (url === undefined) return poll(held, held.signal);
    const settings = {
      url,
      secret_token: options.secret,
      max_connections: mostConnections,
      allowed_updates: allowedUpdates,
    };
    const mayGiveUp = options.mode === 'auto';
    for (let vain = 0; !held.signal.aborted; vain = Math.min(vain + 1, 2)) {
      const started = performance.now();
      const watching = { telegram, settings, log, mayGiveUp, onState: turn, onTrouble, times };
      const end = await keepWebhook(watching, held.signal);
      if (end === 'stopped') return;
      // It had worked for a while, so this is a new trouble.
      if (performance.now() - started > times.poll) vain = 0;
      log.error({ code: 'webhook.broken' }, 'the webhook is broken: polling until it works again');
      await poll(held, AbortSignal.any([held.signal, AbortSignal.timeout(times.poll * 2 ** vain)]));
    }
  }

  async function poll(held: Held, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const answer = await telegram.deleteWebhook(signal);
      if (answer.outcome === 'taken') {
        turn('polling');
        const end = await pollUpdates(
          { telegram, accept: options.accept, log, allowedUpdates, onTrouble, times: times.polling },
          signal,
        );
        if (end === 'stopped') return;
        // Somebody polls or has set a webhook: one who took the lease over, or one who knows nothing of it.
        if (!(await stillHeld(held))) return;
      } else if (!signal.aborted) {
        log.warn({ code: 'webhook.delete', ...answer }, 'the webhook cannot be deleted');
        const trouble = troubleOf(answer);
        if (trouble) onTrouble(trouble);
      }
      await rest(answer.outcome === 'wait' ? answer.seconds * 1_000 : times.retry, signal);
    }
  }

  return {
    state: () => state,
    run: async (signal) => {
      const lease = { queries, name: 'telegram-delivery', holder, exclusive, log, times: times.lease };
      await whileLeading(lease, signal, async (held) => {
        try {
          await lead(held);
        } finally {
          turn('standby');
        }
      });
    },
  };
}

function addressOf(publicUrl: string): string {
  return publicUrl.replace(/\/+$/, '') + webhookPath;
}

/** Where the database cannot be asked, the lease lapses by itself soon enough. */
async function stillHeld(held: Held): Promise<boolean> {
  try {
    return await held.check();
  } catch {
    return !held.signal.aborted;
  }
}
