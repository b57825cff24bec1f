import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { notFound } from '../../platform/http/problem.ts';
import { deliveryParams, deliveryShape, webhookParams, type Delivery } from '../schema.ts';
import { listDeliveries, type DeliveryRow } from '../store/deliveries.ts';
import { findWebhook } from '../store/webhooks.ts';
import { replayDelivery, testWebhook, type WebhookDependencies } from '../webhooks.ts';

const tags = ['Configuration webhooks'];
const bodyShape = z.looseObject({ version: z.int().optional() });

/** What was sent to a webhook, and sending it again. */
export function deliveryRoutes(api: Api, deps: WebhookDependencies): void {
  const { queries } = deps;

  api.get(
    '/config-webhooks/:id/deliveries',
    {
      config: { needs: 'webhooks:read' },
      schema: {
        tags,
        summary: 'What was sent to a webhook in the last 30 days, the newest first',
        params: webhookParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(deliveryShape) },
      },
    },
    async ({ params, query: { cursor, limit } }) => {
      const webhookId = Number(params.id);
      if (!(await findWebhook(queries, webhookId))) throw notFound('There is no such webhook.');
      const list = `config-webhooks/${webhookId}/deliveries`;
      const before = readCursor(list, z.int().min(1), cursor);
      const rows = await listDeliveries(queries, { webhookId, before, limit: limit + 1 });
      return toPage(list, { rows, limit }, ({ id }) => id, present);
    },
  );

  api.post(
    '/config-webhooks/:id/deliveries/:delivery_id/replay',
    {
      config: { needs: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Sends the same once more, also to a webhook that is off',
        params: deliveryParams,
        response: { 202: deliveryShape },
      },
    },
    async (request, reply) => {
      const { id, delivery_id } = request.params;
      const queued = await replayDelivery(deps, { webhookId: Number(id), id: Number(delivery_id) });
      if (!queued) throw notFound('There is no such delivery.');
      await request.audit({ action: 'config_webhook.replay', subject: `config_webhook/${id}`, after: { delivery_id } });
      return reply.code(202).send(present(queued));
    },
  );

  api.post(
    '/config-webhooks/:id/test',
    {
      config: { needs: 'webhooks:write' },
      schema: {
        tags,
        summary: 'Sends a test, also to a webhook that is off',
        params: webhookParams,
        response: { 202: deliveryShape },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const queued = await testWebhook(deps, Number(id));
      if (!queued) throw notFound('There is no such webhook.');
      await request.audit({ action: 'config_webhook.test', subject: `config_webhook/${id}` });
      return reply.code(202).send(present(queued));
    },
  );
}

function present(row: DeliveryRow): Delivery {
  const { id, event, state, attempts, replays, status, error, answer, duration_ms } = row;
  return {
    id: String(id),
    event,
    version: bodyShape.parse(JSON.parse(row.body)).version ?? null,
    state,
    attempts,
    replays: replays === null ? null : String(replays),
    created_at: row.created_at.toString(),
    due_at: state === 'pending' ? row.due_at.toString() : null,
    finished_at: row.finished_at?.toString() ?? null,
    status,
    error,
    answer,
    duration_ms,
  };
}
