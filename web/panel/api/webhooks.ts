import type { z } from 'zod';
import type { Delivery, newWebhookShape, madeWebhookShape, Webhook } from '../../../src/config-webhooks/schema.ts';
import { send } from './client.ts';
import { listQuery } from './page.ts';

export type { Delivery, Webhook };

export const webhooksQuery = listQuery<Webhook>('/config-webhooks');
export const deliveriesQuery = (webhookId: string) => listQuery<Delivery>(`/config-webhooks/${webhookId}/deliveries`);

export const addWebhook = (body: z.input<typeof newWebhookShape>) =>
  send<z.infer<typeof madeWebhookShape>>('POST', '/config-webhooks', { body });
export const enableWebhook = (id: string, enabled: boolean) =>
  send<Webhook>('PATCH', `/config-webhooks/${id}`, { body: { enabled } });
export const deleteWebhook = (id: string) => send('DELETE', `/config-webhooks/${id}`);
export const testWebhook = (id: string) => send<Delivery>('POST', `/config-webhooks/${id}/test`);
export const replayDelivery = (webhookId: string, id: string) =>
  send<Delivery>('POST', `/config-webhooks/${webhookId}/deliveries/${id}/replay`);
