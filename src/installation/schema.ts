/** The shapes of what runs here, as the API tells it. */
import { z } from 'zod';
import { idText } from '../platform/http/id-text.ts';
import { deliveryTroubles } from '../telegram/delivery-trouble.ts';

const moment = z.iso.datetime({ offset: true });

/** Telegram's shape of a token; they have 46 characters, and no router takes one of hundreds. */
const botToken = z
  .string()
  .trim()
  .max(100)
  .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC-def, as @BotFather shows it');

export const tokenBody = z.strictObject({
  token: botToken.meta({ description: 'From @BotFather. It is kept in DATA_DIR and never shown again' }),
  take_over: z.boolean().exactOptional().meta({
    description: 'Goes on where another program has a webhook set for this bot, which then gets nothing any more',
  }),
});

/** Why a token cannot be given over the API. */
export const FIXED = ['environment', 'servers', 'no_bot'] as const;

export const botSchema = z.strictObject({
  bot: z
    .strictObject({ id: idText, name: z.string(), username: z.string() })
    .nullable()
    .meta({ description: 'Null until Telegram has told its name' }),
  is_simulated: z.boolean().meta({ description: 'Whether the built-in simulator stands in for Telegram' }),
  token: z.strictObject({
    source: z.enum(['environment', 'kept', 'none', 'elsewhere']).meta({
      description:
        'BOT_TOKEN; a token that was given over the API; none, so that the simulator stands in; or that of a bot in ' +
        'another process',
    }),
    fixed: z
      .enum(FIXED)
      .nullable()
      .meta({
        description:
          'Why no token can be given here: `environment`: BOT_TOKEN is set and wins; `servers`: DATABASE_URL is set, so ' +
          'BOT_TOKEN is the place of the token; `no_bot`: no bot runs in this process. Null: one can',
      }),
  }),
  delivery: z.strictObject({
    receives: z.enum(['webhook', 'webhook failing', 'polling']).nullable().meta({
      description: 'How updates come now; null while no process sees to it',
    }),
    mode: z.enum(['auto', 'webhook', 'polling']).meta({ description: 'BOT_MODE' }),
    public_url: z.string().nullable().meta({ description: 'PUBLIC_URL' }),
    trouble: z
      .strictObject({
        kind: z.enum(deliveryTroubles),
        words: z.string().meta({ description: 'Telegram’s own words' }),
        at: moment,
        is_current: z.boolean().meta({ description: 'Whether it was met within the last minute or two' }),
      })
      .nullable()
      .meta({ description: 'The last thing that kept updates from coming' }),
  }),
});

export const installationSchema = z.strictObject({
  database: z.enum(['embedded', 'postgresql']),
  has_database_replica: z.boolean(),
  cache: z.enum(['memory', 'redis', 'redis_cluster']),
  broker: z.enum(['process', 'rabbitmq', 'kafka']),
  objects: z.enum(['folder', 's3']),
  data_dir: z.string().nullable().meta({ description: 'The folder of the embedded defaults, where any is in use' }),
  retention_years: z.int(),
  language: z.string().meta({ description: 'For people who never said' }),
  time_zone: z.string(),
  has_simulator: z.boolean().meta({ description: 'Whether /simulator is there' }),
});

export const firstStepsSchema = z.strictObject({
  is_changed: z
    .boolean()
    .meta({ description: 'Whether a button in the draft, or in a version that was published, is not as it ships' }),
  is_published: z
    .boolean()
    .meta({ description: 'Whether a version was published with a button that is not as it ships' }),
  is_tapped: z.boolean().meta({ description: 'Whether somebody has used the bot since that was published' }),
});

export type BotView = z.infer<typeof botSchema>;
export type Installation = z.infer<typeof installationSchema>;
export type FirstSteps = z.infer<typeof firstStepsSchema>;
