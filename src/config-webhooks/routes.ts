import { z } from 'zod';
import type { Api, ApiPlugin } from '../platform/http/api.ts';
import { etagOf, requireMatch } from '../platform/http/etag.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../platform/http/page.ts';
import { invalid, notFound, Problem } from '../platform/http/problem.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import {
  madeWebhookShape,
  newWebhookShape,
  webhookChangeShape,
  webhookParams,
  webhookShape,
  type Webhook,
} from './schema.ts';
import { deleteWebhook, findWebhook, listWebhooks, type WebhookRow } from './store/webhooks.ts';
import { changeWebhook, makeWebhook, mostWebhooks, type WebhookDependencies } from './webhooks.ts';

const tags = ['Configuration webhooks'];
const reading = { needs: 'webhooks:read' } as const;
const writing = { needs: 'webhooks:write' } as const;
const cursorKey = z.int().min(0);

/** Who is told of changes of the configuration, and what became of it. */
export function configWebhookRoutes(deps: WebhookDependencies): ApiPlugin {
  return (api) => {
    webhookRoutes(api, deps);
    deliveryRoutes(api, deps);
  };
}

function webhookRoutes(api: Api, deps: WebhookDependencies): void {
  const { queries } = deps;

  api.get(
    '/config-webhooks',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Configuration webhooks, the oldest first',
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(webhookShape) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const after = readCursor('config-webhooks', cursorKey, cursor) ?? 0;
      const rows = await listWebhooks(queries, { after, limit: limit + 1 });
      return toPage('config-webhooks', { rows, limit }, ({ id }) => id, present);
    },
  );

  api.post(
    '/config-webhooks',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Sends changes of the configuration to an address',
        description:
          'Every publication is sent as a POST signed like `POST /hooks/config`: `X-Minuta-Timestamp`, and ' +
          '`X-Minuta-Signature: sha256=<hex HMAC over timestamp + "." + body>`. What does not arrive is tried again ' +
          'for a day.',
        body: newWebhookShape,
        response: { 201: madeWebhookShape },
      },
    },
    async (request, reply) => {
      const made = await makeWebhook(deps, request.body);
      if (!made)
        throw new Problem({
          status: 409,
          code: 'too_many',
          title: 'Too many webhooks',
          detail: `There can be at most ${mostWebhooks}.`,
        });
      const { webhook, madeSecret } = made;
      const shown = present(webhook);
      await request.audit({ action: 'config_webhook.create', subject: `config_webhook/${shown.id}`, after: shown });
      return reply
        .code(201)
        .header('etag', etagOf(webhook.revision))
        .send(madeSecret === null ? shown : { ...shown, secret: madeSecret });
    },
  );

  api.get(
    '/config-webhooks/:id',
    {
      config: { ...reading, revisioned: true },
      schema: { tags, summary: 'A webhook', params: webhookParams, response: { 200: webhookShape } },
    },
    async (request, reply) => {
      const webhook = await webhookOf(request.params.id);
      return reply.header('etag', etagOf(webhook.revision)).send(present(webhook));
    },
  );

  api.patch(
    '/config-webhooks/:id',
    {
      config: { ...writing, revisioned: true },
      schema: {
        tags,
        summary: 'Changes a webhook, or turns it on or off',
        params: webhookParams,
        body: webhookChangeShape,
        response: { 200: webhookShape },
      },
    },
    async (request, reply) => {
      const before = await webhookOf(request.params.id);
      await requireMatch(request, before.revision, () => ({ detail: 'The webhook was changed since you read it.' }));
      const result = await changeWebhook(deps, before, request.body);
      if (!result.ok) throw refusals[result.reason]();
      const { webhook } = result;
      const after = present(webhook);
      const subject = `config_webhook/${after.id}`;
      await request.audit({ action: 'config_webhook.update', subject, before: present(before), after });
      return reply.header('etag', etagOf(webhook.revision)).send(after);
    },
  );

  api.delete(
    '/config-webhooks/:id',
    {
      config: { ...writing, revisioned: true },
      schema: {
        tags,
        summary: 'Deletes a webhook with its log',
        params: webhookParams,
        response: { 204: z.null().meta({ description: 'Deleted' }) },
      },
    },
    async (request, reply) => {
      const before = await webhookOf(request.params.id);
      await requireMatch(request, before.revision, () => ({ detail: 'The webhook was changed since you read it.' }));
      if (!(await deleteWebhook(queries, before.id))) throw noWebhook();
      const subject = `config_webhook/${before.id}`;
      await request.audit({ action: 'config_webhook.delete', subject, before: present(before) });
      return reply.code(204).send(null);
    },
  );

  async function webhookOf(id: string): Promise<WebhookRow> {
    const webhook = await findWebhook(queries, Number(id));
    if (!webhook) throw noWebhook();
    return webhook;
  }
}

const noWebhook = (): Problem => notFound('There is no such webhook.');

const refusals = {
  gone: noWebhook,
  changed: () =>
    new Problem({
      status: 412,
      code: 'changed_meanwhile',
      title: 'Somebody else has changed this',
      detail: 'The webhook was changed at the same moment; read it again.',
    }),
  unsigned: () => invalid([{ path: 'secret', message: 'cannot be taken away: CONFIG_HOOK_SECRET is not set' }]),
} as const;

function present({ id, url, description, enabled, secret, created_at }: WebhookRow): Webhook {
  return {
    id: String(id),
    url,
    description,
    enabled,
    has_own_secret: secret !== null,
    created_at: created_at.toString(),
  };
}
