/** Configuration webhooks as the API shows and takes them. */
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const id = z.string().regex(/^\d{1,18}$/);

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .max(2_048)
  .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), {
    error: 'must not hold a user’s name or password',
  })
  .meta({ description: 'Where changes are sent', examples: ['https://ci.example.org/minuta'] });
const secret = z
  .string()
  .min(16)
  .max(256)
  .regex(/^[\u0021-\u007E]+$/, 'must be printable ASCII without spaces')
  .meta({ description: 'Signs what is sent here. It is never shown again.' });
const description = z
  .string()
  .max(200)
  .regex(/^[^\0]*$/);

export const webhookParams = z.strictObject({ id });
export const deliveryParams = z.strictObject({ id, delivery_id: id });

export const webhookShape = z.strictObject({
  id,
  url: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  has_own_secret: z.boolean().meta({ description: 'Otherwise the service’s CONFIG_HOOK_SECRET signs' }),
  created_at: instant,
});

export const newWebhookShape = z.strictObject({
  url,
  description: description.default(''),
  enabled: z.boolean().default(true),
  secret: secret
    .exactOptional()
    .meta({ description: 'Without one, CONFIG_HOOK_SECRET signs; where that is not set either, one is made' }),
});

export const madeWebhookShape = webhookShape.extend({
  secret: z.string().exactOptional().meta({ description: 'The one that was made, shown this once' }),
});

export const webhookChangeShape = z
  .strictObject({
    url: url.exactOptional(),
    description: description.exactOptional(),
    enabled: z.boolean().exactOptional(),
    secret: secret.nullable().exactOptional().meta({ description: 'Null: CONFIG_HOOK_SECRET signs from now on' }),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'must change something' });

export const deliveryShape = z.strictObject({
  id,
  event: z.enum(['config.updated', 'test']),
  version: z.int().nullable().meta({ description: 'The configuration’s; null for a test' }),
  state: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int(),
  replays: id.nullable().meta({ description: 'The delivery that was sent again as this one' }),
  created_at: instant,
  due_at: instant.nullable().meta({ description: 'Of the next attempt, while it is pending' }),
  finished_at: instant.nullable(),
  status: z.int().nullable().meta({ description: 'Of the last answer' }),
  error: z.string().nullable().meta({ description: 'Why there was no answer: url, address, network, timeout' }),
  answer: z.string().nullable().meta({ description: 'The first 1,000 characters of the last answer' }),
  duration_ms: z.int().nullable(),
});

export type Webhook = z.infer<typeof webhookShape>;
export type NewWebhook = z.infer<typeof newWebhookShape>;
export type WebhookChange = z.infer<typeof webhookChangeShape>;
export type Delivery = z.infer<typeof deliveryShape>;
