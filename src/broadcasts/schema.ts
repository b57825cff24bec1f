/** Broadcasts as the API shows and takes them. */
import { z } from 'zod';
import { buttonSchema, callbackSchema, textSchema } from '../builder/schema.ts';
import { MAX_KEYBOARD_BUTTONS, MAX_NAME_CHARS, MAX_ROW_BUTTONS } from '../builder/rules/limits.ts';
import { idText } from '../platform/http/id-text.ts';
import { LANGUAGES } from '../texts/language.ts';

const moment = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-30T07:00:00Z'] });
const words = z.string().min(1).max(200);

export const broadcastStates = ['draft', 'scheduled', 'sending', 'paused', 'done', 'stopped'] as const;

/** Why a broadcast has paused itself. */
export const holdReasons = ['other_bot', 'refused', 'unauthorized', 'unsendable'] as const;

/** What is sent: a callback's message, photo and inline keyboard. */
export const contentShape = z.strictObject({
  message: textSchema.exactOptional(),
  photo_url: callbackSchema.shape.photo_url,
  layout: z
    .array(z.array(buttonSchema).min(1).max(MAX_ROW_BUTTONS))
    .max(MAX_KEYBOARD_BUTTONS)
    .exactOptional()
    .meta({ description: 'Rows of buttons under the message, each with a `url` or with the `data` of a callback' }),
});

const between = {
  after: moment.exactOptional().meta({ description: 'At this moment or later' }),
  before: moment.exactOptional().meta({ description: 'Earlier than this moment' }),
};
const has = z.boolean().default(true).meta({ description: 'False: who does not' });

/** One thing that is asked of recipients. */
export const conditionShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('language'), is: z.enum(LANGUAGES) }),
  z.strictObject({ kind: z.literal('activity'), name: words.trim().max(MAX_NAME_CHARS), has }),
  z.strictObject({
    kind: z.literal('tracked'),
    days: z.int().min(1).max(3_650).meta({ description: 'Began a session within so many days' }),
    has,
  }),
  z.strictObject({ kind: z.literal('seen'), ...between }),
  z.strictObject({ kind: z.literal('registered'), ...between }),
  z.strictObject({
    kind: z.literal('variable'),
    name: words.max(MAX_NAME_CHARS),
    compare: z.enum(['equals', 'contains']).meta({ description: 'Without regard to case' }),
    value: words,
  }),
  z.strictObject({ kind: z.literal('source'), is: words.meta({ description: 'The payload of a deep link' }) }),
]);

export const segmentShape = z
  .array(conditionShape)
  .max(20)
  .meta({ description: 'All of these must hold; none: everybody. Whoever has blocked the bot is left out.' });

const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .meta({ description: 'For administrators', examples: ['Winter news'] });
/** Told by the constructor's own checks, which name the place. */
const looseContent = z.record(z.string(), z.json()).meta({
  description: '`{message?, photo_url?, layout?}`: as a callback and its inline keyboard have them',
  examples: [{ message: { ru: 'Привет, {{ user.first_name }}!', en: 'Hello, {{ user.first_name }}!' } }],
});

export const newBroadcastShape = z.strictObject({
  name,
  content: looseContent.default({}),
  segment: segmentShape.default([]),
});

export const broadcastChangeShape = z
  .strictObject({
    name: name.exactOptional(),
    content: looseContent.exactOptional(),
    segment: segmentShape.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'must change something' });

export const startShape = z
  .strictObject({
    at: moment.exactOptional().meta({ description: 'At this moment, for everybody' }),
    local_at: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'must be a day and a time without a zone')
      .exactOptional()
      .meta({
        description: 'When the recipient’s own clock shows this; at once for whom that has passed',
        examples: ['2026-11-30T10:00:00'],
      }),
  })
  .refine(({ at, local_at: local }) => at === undefined || local === undefined, {
    error: 'names two times',
  });

export const reportShape = z.strictObject({
  total: z.int().meta({ description: 'Recipients gathered so far' }),
  waiting: z.int().meta({ description: 'Who will still be written to' }),
  sent: z.int().meta({ description: 'Of whom it is known what became of it' }),
  delivered: z.int(),
  blocked: z.int().meta({ description: 'Who have shut the bot out' }),
  failed: z.int().meta({ description: 'What Telegram refused for another reason' }),
  clicked: z.int().meta({ description: 'People who pressed one of its buttons; an address opened is not told' }),
});

const localized = z.strictObject({ ru: z.string(), en: z.string() });

export const contentProblemShape = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']).meta({ description: 'With an error it cannot be sent' }),
  path: z.string().meta({ description: 'The place in the content: `message.ru`, `layout[0][1].data`' }),
  message: localized,
  proposal: localized.nullable(),
});

const holdShape = z
  .strictObject({
    reason: z.enum(holdReasons).meta({
      description:
        '`other_bot`: another bot is connected than it was started with; `refused`: Telegram refused it for many people ' +
        'in a row and took it from nobody; `unauthorized`: Telegram does not know the bot’s token; `unsendable`: this ' +
        'program cannot show it',
    }),
    words: z.string().nullable().meta({ description: 'Telegram’s own' }),
  })
  .meta({ description: 'Why it has paused itself' });

export const broadcastLineShape = z.strictObject({
  id: idText,
  name: z.string(),
  state: z.enum(broadcastStates),
  author: z.string().nullable(),
  created_at: moment,
  starts_at: moment.nullable().meta({ description: 'When it begins or began, where it was started' }),
  local_at: z.string().nullable().meta({ description: 'When it is due on the recipient’s own clock' }),
  started_at: moment.nullable(),
  finished_at: moment.nullable(),
  hold: holdShape.nullable().meta({ description: 'Null unless it has paused itself' }),
  report: reportShape,
});

export const broadcastShape = broadcastLineShape.extend({
  content: contentShape,
  segment: segmentShape,
  config_version: z.int().nullable().meta({ description: 'The configuration that its buttons are of, once started' }),
  problems: z.array(contentProblemShape),
});

export const audienceShape = z.strictObject({
  people: z.int().meta({ description: 'Who would be written to now' }),
});

export const audienceBody = z.strictObject({ segment: segmentShape });

export const testShape = z.strictObject({
  id: idText.meta({ description: 'A broadcast of its own, to one person' }),
  state: z.enum(['waiting', 'delivered', 'blocked', 'failed']),
  error: z.string().nullable(),
});

export type BroadcastState = (typeof broadcastStates)[number];
export type HoldReason = (typeof holdReasons)[number];
export type Content = z.infer<typeof contentShape>;
export type Condition = z.infer<typeof conditionShape>;
export type Segment = z.infer<typeof segmentShape>;
export type Broadcast = z.infer<typeof broadcastShape>;
export type BroadcastLine = z.infer<typeof broadcastLineShape>;
export type BroadcastReport = z.infer<typeof reportShape>;
export type ContentProblem = z.infer<typeof contentProblemShape>;
export type Audience = z.infer<typeof audienceShape>;
export type BroadcastTest = z.infer<typeof testShape>;
export type StartWish = z.infer<typeof startShape>;
