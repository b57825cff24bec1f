import { runDeliveries } from '../config-webhooks/jobs.ts';
import { createOutbound } from '../platform/outbound.ts';
import type { Parts, Role } from './parts.ts';

/**
 * Sends configuration webhooks. A part of the worker, and of the admin service as well: who runs nothing but that and
 * the bot has webhooks all the same. A lease lets one process send at a time.
 */
export function wireConfigWebhooks({ settings, database, clock, logger, holder }: Parts): Role {
  const { queries, exclusive } = database;
  const stopping = new AbortController();
  // The bot's own door for them is a usual target, and lies in the operator's network.
  const outbound = createOutbound({ reach: settings.ALLOW_PRIVATE_HTTP === 'on' ? 'anywhere' : 'network' });
  let running: Promise<unknown> = Promise.resolve();
  return {
    start() {
      const sharedSecret = settings.CONFIG_HOOK_SECRET;
      const sending = { queries, outbound, clock, log: logger, sharedSecret, holder, exclusive };
      running = runDeliveries(sending, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
      await outbound.close();
    },
  };
}
