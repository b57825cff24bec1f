import { z } from 'zod';
import type { Core } from '../core.ts';
import type { Params } from '../params.ts';
import { CONFLICTS } from '../polling.ts';
import { badRequest, Refusal } from '../refusal.ts';
import type { Methods } from './method.ts';

const LIMIT = 100;
const CONNECTIONS = 40;
const MOST_CONNECTIONS = 100;
const PORTS = new Set(['', '80', '88', '443', '8443']);

/** How updates reach the bot: by asking for them, or at an address of its own. */
export const updateMethods: Methods = {
  getupdates: (params, core, signal) => {
    if (core.webhook.settings !== undefined) throw new Refusal(409, CONFLICTS.webhook);
    setAllowed(params, core);
    const limit = Math.min(Math.max(params.integer('limit') ?? LIMIT, 1), LIMIT);
    return core.polling.poll(params.integer('offset') ?? 0, limit, params.integer('timeout') ?? 0, signal);
  },
  setwebhook: (params, core) => {
    const address = params.text('url') ?? '';
    const secret = params.text('secret_token') ?? '';
    if (!/^[A-Za-z0-9_-]{0,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters');
    const connections = params.integer('max_connections') ?? CONNECTIONS;
    const url = address === '' ? undefined : checkAddress(address);
    setAllowed(params, core);
    if (params.flag('drop_pending_updates')) core.queue.dropAll();
    if (url === undefined) {
      core.webhook.clear();
      return true;
    }
    core.polling.interrupt(CONFLICTS.webhookSet);
    core.webhook.set({ url, secret, maxConnections: Math.min(Math.max(connections, 1), MOST_CONNECTIONS) });
    return true;
  },
  deletewebhook: (params, core) => {
    if (params.flag('drop_pending_updates')) core.queue.dropAll();
    core.webhook.clear();
    return true;
  },
  getwebhookinfo: (_params, { webhook, queue }) => ({
    url: webhook.settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.size,
    ...(webhook.settings === undefined ? {} : { max_connections: webhook.settings.maxConnections }),
    ...(webhook.lastError === undefined
      ? {}
      : { last_error_date: webhook.lastError.date, last_error_message: webhook.lastError.message }),
    ...(queue.allowed.length === 0 ? {} : { allowed_updates: queue.allowed }),
  }),
};

/** Kept from call to call until it is given anew; an empty list means every kind. */
function setAllowed(params: Params, core: Core): void {
  const given = params.json('allowed_updates');
  if (given === undefined) return;
  const parsed = z.array(z.string()).safeParse(given);
  if (!parsed.success) throw badRequest("can't parse allowed updates JSON object");
  core.queue.allowed = parsed.data;
}

/** Plain http is for the machine itself and for names of a private network, which have no dot. */
function checkAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) throw badRequest('bad webhook: invalid webhook URL specified');
  const isNear = url.hostname === '127.0.0.1' || url.hostname === '[::1]' || !url.hostname.includes('.');
  if (isNear) return url.href;
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.has(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
  return url.href;
}
