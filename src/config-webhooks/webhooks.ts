import { randomBytes } from 'node:crypto';
import type { Queries } from '../platform/database/database.ts';
import type { NewWebhook, WebhookChange } from './schema.ts';
import { findDelivery, insertDelivery, type DeliveryRow } from './store/deliveries.ts';
import { countWebhooks, findWebhook, insertWebhook, updateWebhook, type WebhookRow } from './store/webhooks.ts';

export interface WebhookDependencies {
  readonly queries: Queries;
  /** `CONFIG_HOOK_SECRET`, which signs for every webhook without a secret of its own. */
  readonly sharedSecret: string | undefined;
}

/** Enough for any sensible purpose; each is called at every publication. */
export const mostWebhooks = 50;

/**
 * Makes a webhook. One that nothing could sign gets a secret, which is given back this once.
 *
 * @returns null where there are `mostWebhooks` already.
 */
export async function makeWebhook(
  { queries, sharedSecret }: WebhookDependencies,
  { url, description, enabled, secret }: NewWebhook,
): Promise<{ readonly webhook: WebhookRow; readonly madeSecret: string | null } | null> {
  if ((await countWebhooks(queries)) >= mostWebhooks) return null;
  const madeSecret =
    secret === undefined && sharedSecret === undefined ? `whsec_${randomBytes(24).toString('base64url')}` : null;
  const webhook = await insertWebhook(queries, { url, description, enabled, secret: secret ?? madeSecret });
  if (!webhook) throw new Error('the webhook was not written');
  return { webhook, madeSecret };
}

export type WebhookChanged =
  | { readonly ok: true; readonly webhook: WebhookRow }
  /** `unsigned`: nothing would sign what is sent. `changed`: somebody else was first. */
  | { readonly ok: false; readonly reason: 'gone' | 'changed' | 'unsigned' };

/** @param revision the one that the change is about. */
export async function changeWebhook(
  { queries, sharedSecret }: WebhookDependencies,
  before: WebhookRow,
  change: WebhookChange,
): Promise<WebhookChanged> {
  const { secret = before.secret, ...rest } = change;
  if (secret === null && sharedSecret === undefined) return { ok: false, reason: 'unsigned' };
  const webhook = await updateWebhook(queries, before, { ...before, ...rest, secret });
  if (webhook) return { ok: true, webhook };
  return { ok: false, reason: (await findWebhook(queries, before.id)) ? 'changed' : 'gone' };
}

/** Sends the same once more, signed anew. @returns null where there is no such delivery. */
export async function replayDelivery(
  { queries }: WebhookDependencies,
  { webhookId, id }: { readonly webhookId: number; readonly id: number },
): Promise<DeliveryRow | null> {
  const delivery = await findDelivery(queries, { webhookId, id });
  return delivery && (await queue(queries, { ...delivery, replays: delivery.id }));
}

/** Sends something that says it is a test. @returns null where there is no such webhook. */
export async function testWebhook({ queries }: WebhookDependencies, id: number): Promise<DeliveryRow | null> {
  if (!(await findWebhook(queries, id))) return null;
  return queue(queries, { webhook_id: id, event: 'test', body: JSON.stringify({ event: 'test' }), replays: null });
}

async function queue(queries: Queries, delivery: Parameters<typeof insertDelivery>[1]): Promise<DeliveryRow> {
  const queued = await insertDelivery(queries, delivery);
  if (!queued) throw new Error('the delivery was not written');
  return queued;
}
