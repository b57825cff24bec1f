import { whileLeading } from '../platform/lease.ts';
import { rest } from '../platform/rest.ts';
import { sendDueDeliveries, type SendingDependencies } from './send-deliveries.ts';
import { forgetOldDeliveries } from './store/deliveries.ts';

/** Milliseconds between two looks where nothing is due. */
const look = 1_000;
/** Days for which the log of deliveries is kept. */
const kept = 30;

export interface DeliveryJobOptions extends SendingDependencies {
  /** This process. */
  readonly holder: string;
  /** Whether it alone has the database. */
  readonly exclusive: boolean;
}

/** Sends configuration webhooks until the signal is aborted, one process at a time. */
export function runDeliveries(options: DeliveryJobOptions, signal: AbortSignal): Promise<void> {
  const { queries, holder, exclusive, log } = options;
  const lease = { queries, name: 'config-webhooks', holder, exclusive, log };
  return whileLeading(lease, signal, async (held) => {
    while (!held.signal.aborted) {
      const sent = await sendDueDeliveries(options, held.signal).catch((error: unknown) => {
        log.warn({ code: 'config_webhook.look', err: error }, 'cannot see which webhooks are due');
        return 0;
      });
      if (sent === 0) await rest(look, held.signal);
    }
  });
}

/** Keeps the log of deliveries from growing without end. */
export function forgetDeliveries(queries: SendingDependencies['queries']): Promise<void> {
  return forgetOldDeliveries(queries, kept);
}
