/** What a preview is asked for and what it answers, shared with the panel. */
import { z } from 'zod';
import type { Json } from '../builder/rules/http-request.ts';
import { LANGUAGES } from '../texts/language.ts';

const json: z.ZodType<Json> = z.json();
const moment = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-22T10:00:00Z'] });
const minutes = z
  .int()
  .min(0)
  .max(60 * 24 * 31);

/** Somebody made up, as the bot meets them. */
export const personaSchema = z.strictObject({
  first_name: z.string().trim().min(1).max(64).default('Аня').meta({ description: 'As Telegram tells it' }),
  username: z
    .string()
    .regex(/^\w{3,32}$/)
    .nullable()
    .default(null),
  language: z.enum(LANGUAGES).default('ru'),
  time_zone: z.string().max(64).nullable().default(null).meta({ description: 'Null: the one for who never said' }),
  week_start: z.int().min(1).max(7).default(1).meta({ description: '1 is Monday' }),
  day_start: z.int().min(0).max(1_439).default(0).meta({ description: 'Minutes after midnight' }),
  sessions: z
    .array(
      z.strictObject({
        activity: z.string().trim().min(1).max(64),
        started_ago: minutes.meta({ description: 'Minutes before the preview begins' }),
        minutes: minutes.nullable().meta({ description: 'How long it lasted; null: it still runs' }),
        is_paused: z.boolean().default(false),
      }),
    )
    .max(20)
    .default([])
    .meta({ description: 'What they have tracked already, the earliest first' }),
});

export const callAnswerSchema = z.union([
  z.strictObject({ status: z.int().min(100).max(599), body: json }),
  z.strictObject({ fault: z.enum(['http_address', 'http_network', 'http_timeout', 'http_size', 'http_secret']) }),
]);

const common = {
  after: z.int().min(0).max(31_536_000).default(2).meta({ description: 'Seconds since the step before' }),
  answers: z.array(callAnswerSchema).max(20).default([]).meta({
    description: 'What servers answer that this step leads to, in order; beyond these 200 with an empty body',
  }),
};

const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(4_096), ...common }),
  z.strictObject({
    kind: z.literal('press'),
    message_id: z.int(),
    row: z.int().min(0),
    column: z.int().min(0),
    label: z
      .string()
      .meta({ description: 'What the button said: it is looked for where it is no longer in its place' }),
    ...common,
  }),
  z.strictObject({ kind: z.literal('contact'), ...common }),
  z.strictObject({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90).default(55.7539),
    longitude: z.number().min(-180).max(180).default(37.6208),
    ...common,
  }),
  z.strictObject({ kind: z.literal('photo'), caption: z.string().max(1_024).default(''), ...common }),
  z.strictObject({ kind: z.literal('time'), ...common }).meta({ description: 'Nothing but time passes' }),
]);

export const previewBody = z.strictObject({
  version: z.int().min(1).nullable().default(null).meta({ description: 'A published version; null: the draft' }),
  persona: personaSchema.prefault({}),
  time: z.iso
    .datetime({ offset: true, local: true })
    .nullable()
    .default(null)
    .meta({ description: 'When it begins, in the person’s zone where it names none; null: now' }),
  steps: z.array(stepSchema).max(200).default([]).meta({ description: 'All that the person does, from the beginning' }),
});

const entry = z.strictObject({
  kind: z.enum(['handler', 'callback']),
  name: z.string().meta({ description: 'The pattern, or the callback data' }),
  id: z.string().nullable(),
});

/** What a step led to, in its order. */
const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('action'),
    entry,
    action: z.string(),
    is_resumed: z.boolean().meta({ description: 'It had waited, and goes on' }),
  }),
  z
    .strictObject({ kind: z.literal('message'), message_id: z.int(), is_edit: z.boolean() })
    .meta({ description: 'The bot sent a message, or changed one' }),
  z.strictObject({ kind: z.literal('notice'), text: z.string(), is_alert: z.boolean() }),
  z.strictObject({ kind: z.literal('wait'), seconds: z.int() }).meta({ description: 'Would wait; the clock jumps' }),
  z.strictObject({
    kind: z.literal('http'),
    method: z.string(),
    url: z.string(),
    body: json,
    answer: callAnswerSchema,
    is_given: z.boolean().meta({ description: 'The answer was given with the step' }),
  }),
  z.strictObject({ kind: z.literal('report'), html: z.string() }).meta({ description: 'Would tell administrators' }),
  z
    .strictObject({ kind: z.literal('job'), job: z.string() })
    .meta({ description: 'Would give a worker something to do' }),
  z.strictObject({
    kind: z.literal('problem'),
    code: z.enum(['flaw', 'failed', 'telegram', 'endless']),
    text: z.string(),
  }),
]);

const variable = z.strictObject({
  name: z.string(),
  value: json,
  scope: z
    .enum(['person', 'question'])
    .meta({ description: 'Kept about the person, or until the question is answered' }),
});

const buttonSchema = z.strictObject({
  text: z.string(),
  data: z.string().nullable().meta({ description: 'What it leads to, as the configuration has it' }),
  url: z.string().nullable(),
  is_app: z.boolean(),
});

export const entitySchema = z.object({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  url: z.string().exactOptional(),
  language: z.string().exactOptional(),
});

const messageSchema = z.strictObject({
  id: z.int(),
  from: z.enum(['bot', 'person']),
  date: moment,
  edited: z.boolean(),
  step: z.int().meta({ description: 'The step that made it, from 0' }),
  changed_step: z.int().meta({ description: 'The step that changed it last' }),
  text: z.string().nullable(),
  entities: z.array(entitySchema),
  photo_url: z
    .string()
    .nullable()
    .meta({ description: 'As the configuration says it; `sent` for one of the person’s' }),
  card: z.strictObject({ kind: z.enum(['contact', 'location']), lines: z.array(z.string()) }).nullable(),
  buttons: z.array(z.array(buttonSchema)),
});

const stepView = z.strictObject({
  at: moment,
  event: z.string().nullable().meta({ description: 'As the statistics would count it' }),
  entry: entry.nullable().meta({ description: 'What answered; null where nothing did' }),
  outcome: z.string().nullable(),
  events: z.array(eventSchema),
  variables: z.array(variable),
});

export const previewAnswer = z.strictObject({
  version: z.int().nullable(),
  revision: z.int().nullable().meta({ description: 'The draft’s' }),
  errors: z.int().meta({ description: 'Of the check: the preview does without what they spoil' }),
  now: moment,
  time_zone: z.string().meta({ description: 'The person’s' }),
  stopped_at: z
    .int()
    .nullable()
    .meta({ description: 'The first step that cannot be repeated any more: its button is gone' }),
  messages: z.array(messageSchema),
  keyboard: z
    .strictObject({
      rows: z.array(
        z.array(z.strictObject({ text: z.string(), requests: z.enum(['contact', 'location']).nullable() })),
      ),
      placeholder: z.string().nullable(),
      is_one_time: z.boolean(),
    })
    .nullable(),
  commands: z.array(z.strictObject({ command: z.string(), description: z.string() })),
  steps: z.array(stepView).meta({ description: 'One for each step that was taken' }),
  values: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['text', 'number', 'seconds', 'moment', 'yes or no']),
        value: z.union([z.string(), z.number(), z.boolean()]),
        words: z.strictObject({ ru: z.string(), en: z.string() }),
      }),
    )
    .meta({ description: 'What templates can name now, beside the variables' }),
});

/** One of the calls to other servers that a preview would make, to be made in earnest. */
export const callBody = previewBody.extend({
  step: z.int().min(0).meta({ description: 'The step that leads to it, from 0' }),
  call: z.int().min(0).default(0).meta({ description: 'Which of its calls, from 0' }),
});

export type PreviewWish = z.infer<typeof previewBody>;
/** The same as it is sent: what is left out has its default. */
export type PreviewRequest = z.input<typeof previewBody>;
export type Persona = z.infer<typeof personaSchema>;
export type Step = z.infer<typeof stepSchema>;
export type CallAnswer = z.infer<typeof callAnswerSchema>;
export type PreviewAnswer = z.infer<typeof previewAnswer>;
export type PreviewEvent = z.infer<typeof eventSchema>;
export type PreviewMessage = z.infer<typeof messageSchema>;
export type StepView = z.infer<typeof stepView>;
