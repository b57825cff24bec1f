/**
 * The shape of a configuration document: what the YAML file, the API's import and the panel's draft have in common.
 * Messages given to rules here are keys of `SHAPE_TEXTS`; descriptions are what an editor shows beside a field.
 */
import { z } from 'zod';
import { isStorable } from '../platform/storable-text.ts';
import {
  MAX_ACTION_CHARS,
  MAX_BUTTONS,
  MAX_CALLBACKS,
  MAX_DATA_BYTES,
  MAX_HANDLERS,
  MAX_KEYBOARD_BUTTONS,
  MAX_KEYBOARDS,
  MAX_LABEL_CHARS,
  MAX_NAME_CHARS,
  MAX_PATTERN_CHARS,
  MAX_ROW_BUTTONS,
  MAX_SOURCE_CHARS,
  MAX_STEPS,
} from './rules/limits.ts';

const characters = z.string().refine(isStorable, 'unstorable');
const json = z.json().refine((value) => !/\\u(?:0000|d[89a-f])/i.test(JSON.stringify(value)), 'unstorable');

const name = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARS)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u, 'name');
const languageCode = z.string().regex(/^[a-z]{2,3}$/, 'language');

/** One text for everybody, or one per language. Its source may hold `{{ expressions }}`. */
function textOf(maxChars: number, description: string) {
  const source = characters.max(maxChars);
  return z
    .union([source, z.record(languageCode, source).refine((texts) => Object.keys(texts).length > 0, 'no_language')])
    .meta({ description });
}

export const textSchema = textOf(
  MAX_SOURCE_CHARS,
  'Telegram’s HTML with {{ values }}: one text for everybody, or one per language ({ ru: …, en: … }).',
);
const labelSchema = textOf(MAX_LABEL_CHARS, 'What stands on the button, with {{ values }}; no HTML.');
const dataSchema = characters.min(1).max(MAX_SOURCE_CHARS).meta({
  description: 'The callback_data that a press means, perhaps with words behind it: “activity.open {{ item.id }}”.',
});
const whenSchema = characters.min(1).max(MAX_SOURCE_CHARS).meta({
  description: 'Shown when this renders to anything but blank: “{% if session %}yes{% endif %}”.',
});
const url = characters.min(1).max(2048);

const stepSchema = z.union([
  characters.min(1).max(MAX_ACTION_CHARS),
  z.object({ action: characters.min(1).max(MAX_NAME_CHARS) }).catchall(json),
]);

/** A name with its arguments, a JSON list as text, or a list of steps. */
export const actionSchema = z
  .union([characters.min(1).max(MAX_ACTION_CHARS), z.array(stepSchema).min(1).max(MAX_STEPS)])
  .meta({
    description:
      'What happens: an action with its arguments (“goto menu”), or a list of such steps. GET /api/v1/actions describes them.',
  });

/** What handlers and callbacks have in common: what they do and what they show. */
const screenFields = {
  action: actionSchema,
  message: textSchema.exactOptional(),
  photo_url: url
    .meta({ description: 'A photo above the message: an address, or an upload. The message becomes its caption.' })
    .exactOptional(),
  keyboard_id: name.meta({ description: 'A keyboard of this document.' }).exactOptional(),
  enabled: z.boolean().meta({ description: 'What is disabled is kept and does nothing.' }).exactOptional(),
};

export const handlerSchema = z.strictObject({
  pattern: characters.min(1).max(MAX_PATTERN_CHARS).meta({
    description:
      'Which texts it answers: /command, /start=payload, words, words* (begins so), *words* (anywhere), re:expression (RE2), * (anything else).',
  }),
  ...screenFields,
  description: textOf(256, 'What Telegram’s command menu says of the command.').exactOptional(),
});

export const callbackSchema = z.strictObject({
  callback_data: characters
    .min(1)
    .max(MAX_DATA_BYTES)
    .meta({ description: 'What buttons and actions call it by; its first word decides, up to 44 bytes.' }),
  ...screenFields,
  // Documents have no row ids.
  handler: characters
    .min(1)
    .max(MAX_PATTERN_CHARS)
    .meta({ description: 'The pattern of the handler this belongs to.' })
    .exactOptional(),
});

const EFFECTS = ['data', 'url', 'web_app', 'request_contact', 'request_location'] as const;

export const buttonSchema = z
  .strictObject({
    label: labelSchema,
    // On a reply keyboard the label itself is sent where there is none.
    data: dataSchema.exactOptional(),
    url: url.meta({ description: 'Opens an address; on inline keyboards.' }).exactOptional(),
    web_app: url.meta({ description: 'Opens a web app.' }).exactOptional(),
    request_contact: z.literal(true).meta({ description: 'Asks for the phone; on reply keyboards.' }).exactOptional(),
    request_location: z.literal(true).meta({ description: 'Asks for the place; on reply keyboards.' }).exactOptional(),
    when: whenSchema.exactOptional(),
  })
  .refine((button) => EFFECTS.filter((effect) => button[effect] !== undefined).length <= 1, 'one_effect');

/** A button for each item of a list that a feature provides, in rows, paged. */
export const eachSchema = z.strictObject({
  each: name.meta({ description: 'A list that the program provides; its values are {{ item.… }}.' }),
  label: labelSchema,
  data: dataSchema.exactOptional(),
  when: whenSchema.exactOptional(),
  columns: z
    .int()
    .min(1)
    .max(MAX_ROW_BUTTONS)
    .meta({ description: 'Buttons in a row; 1 if left out.' })
    .exactOptional(),
  page_size: z.int().min(1).max(50).meta({ description: 'Buttons on a page; 6 if left out.' }).exactOptional(),
});

export const keyboardSchema = z.strictObject({
  kind: z
    .enum(['reply', 'inline'])
    .meta({ description: 'Under the message (inline, if left out) or in place of the person’s keyboard (reply).' })
    .exactOptional(),
  layout: z
    .array(
      z
        .array(z.union([name, eachSchema, buttonSchema]))
        .min(1)
        .max(MAX_ROW_BUTTONS),
    )
    .min(1)
    .max(MAX_KEYBOARD_BUTTONS)
    .refine((rows) => rows.flat().length <= MAX_KEYBOARD_BUTTONS, 'too_many_buttons')
    .meta({ description: 'Rows of buttons, each written here or named in buttons.' }),
  placeholder: textOf(64, 'In the input field while a reply keyboard is shown.').exactOptional(),
  one_time: z.boolean().meta({ description: 'A reply keyboard that hides after one press.' }).exactOptional(),
  marks_chosen: z
    .boolean()
    .meta({ description: 'An inline keyboard that marks the button just pressed.' })
    .exactOptional(),
});

function named<Value extends z.ZodType>(value: Value, most: number) {
  return z
    .record(name, value)
    .refine((entries) => Object.keys(entries).length <= most, 'too_many_entries')
    .default({});
}

export const documentSchema = z.strictObject({
  minuta: z.literal(1).meta({ description: 'The format’s version.' }),
  ready_made_activities: z
    .array(textOf(MAX_NAME_CHARS, 'The name of an activity that a new person can start with one tap.'))
    .max(20)
    .default([]),
  handlers: z.array(handlerSchema).max(MAX_HANDLERS).default([]).meta({ description: 'What people write.' }),
  callbacks: z
    .array(callbackSchema)
    .max(MAX_CALLBACKS)
    .default([])
    .meta({ description: 'What buttons do, and the screens that the bot shows.' }),
  keyboards: named(keyboardSchema, MAX_KEYBOARDS).meta({ description: 'Keyboards by name.' }),
  buttons: named(buttonSchema, MAX_BUTTONS).meta({ description: 'Buttons that several keyboards share, by name.' }),
});

const entryId = z.string().regex(/^[1-9]\d{0,17}$/, 'id');

/**
 * A published version as it is kept and as it travels to the processes that answer by it: the document, and beside
 * it the ids that its handlers and callbacks keep through every change, publication and rollback.
 */
export const publishedSchema = z.strictObject({
  version: z.int().min(1),
  document: documentSchema,
  /** Of `document.handlers`, in their order. */
  handler_ids: z.array(entryId),
  /** Of `document.callbacks`, in their order. */
  callback_ids: z.array(entryId),
});

export type Published = z.infer<typeof publishedSchema>;
export type Text = z.infer<typeof textSchema>;
export type ActionSource = z.infer<typeof actionSchema>;
export type StepSource = z.infer<typeof stepSchema>;
export type Handler = z.infer<typeof handlerSchema>;
export type Callback = z.infer<typeof callbackSchema>;
export type Button = z.infer<typeof buttonSchema>;
export type EachButton = z.infer<typeof eachSchema>;
export type Keyboard = z.infer<typeof keyboardSchema>;
export type ConfigDocument = z.infer<typeof documentSchema>;
