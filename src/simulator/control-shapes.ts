import { z } from 'zod';

/** The bodies of the control API: what a person does, and what goes wrong. Names are as on the wire. */
const seconds = z
  .int()
  .min(-10 * 365 * 86_400)
  .max(10 * 365 * 86_400);
const percent = z.number().min(0).max(100);
const count = z.int().min(1);

export const personShape = z.object({
  /** A Telegram id; the next free one where left out. */
  id: z.int().positive().exactOptional(),
  first_name: z.string().min(1).max(64),
  last_name: z.string().min(1).max(64).exactOptional(),
  username: z
    .string()
    .regex(/^\w{3,32}$/)
    .exactOptional(),
  language_code: z
    .string()
    .regex(/^[A-Za-z-]{2,16}$/)
    .exactOptional(),
});

export const sayShape = z.object({ text: z.string(), date_offset: seconds.default(0) });
export const editShape = z.object({ message_id: z.int(), text: z.string().min(1) });
export const pressShape = z.union([
  z.object({ message_id: z.int(), data: z.string() }),
  z.object({ label: z.string().min(1) }),
]);
export const contactShape = z.object({
  phone_number: z.string().exactOptional(),
  first_name: z.string().exactOptional(),
  user_id: z.int().exactOptional(),
});
export const locationShape = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export const inlineShape = z.object({ query: z.string() });
export const deleteShape = z.object({ block: z.boolean().default(false) }).default({ block: false });
export const statusShape = z.object({ blocked: z.boolean().exactOptional(), deactivated: z.boolean().exactOptional() });

const aim = {
  method: z.string().exactOptional(),
  chat_id: z.int().exactOptional(),
  next: count.exactOptional(),
  percent: percent.exactOptional(),
  carried_out: z.boolean().exactOptional(),
};
export const faultShape = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('refuse'),
    status: z.int().min(400).max(599),
    retry_after: count.exactOptional(),
    ...aim,
  }),
  z.object({ do: z.literal('delay'), ms: z.int().min(0).max(120_000), ...aim }),
  z.object({ do: z.literal('cut'), ...aim }),
]);

export const webhookFaultShape = z.object({
  trouble: z.enum(['none', 'unreachable', 'answers_lost']).exactOptional(),
  /** How many deliveries the trouble lasts; until told otherwise where left out. */
  next: count.exactOptional(),
  duplicate_percent: percent.exactOptional(),
});
export const redeliverShape = z.object({ update_id: z.int(), times: z.int().min(1).max(100).default(1) });
export const releaseShape = z
  .object({ order: z.union([z.enum(['kept', 'reverse', 'shuffle']), z.array(z.int())]).default('kept') })
  .default({ order: 'kept' });
export const settingsShape = z.object({
  /** Whole seconds by which Telegram's clock is ahead. */
  skew_seconds: seconds.exactOptional(),
  /** A chat with anybody exists at once. */
  open_chats: z.boolean().exactOptional(),
});
