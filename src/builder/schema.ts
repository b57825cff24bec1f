/**
 * The shape of a configuration document: what the YAML file, the API's import and the panel's draft have in common.
 * Messages given to rules here are keys of `SHAPE_TEXTS`.
 */
import { z } from 'zod';
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

const name = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARS)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u, 'name');
const languageCode = z.string().regex(/^[a-z]{2,3}$/, 'language');

/** One text for everybody, or one per language. Its source may hold `{{ expressions }}`. */
function textOf(maxChars: number) {
  const source = z.string().max(maxChars);
  return z.union([
    source,
    z.record(languageCode, source).refine((texts) => Object.keys(texts).length > 0, 'no_language'),
  ]);
}

export const textSchema = textOf(MAX_SOURCE_CHARS);
const labelSchema = textOf(MAX_LABEL_CHARS);
const expression = z.string().min(1).max(MAX_SOURCE_CHARS);
const url = z.string().min(1).max(2048);

const stepSchema = z.union([
  z.string().min(1).max(MAX_ACTION_CHARS),
  z.object({ action: z.string().min(1).max(MAX_NAME_CHARS) }).catchall(z.json()),
]);

/** A name with its arguments, a JSON list as text, or a list of steps. */
export const actionSchema = z.union([
  z.string().min(1).max(MAX_ACTION_CHARS),
  z.array(stepSchema).min(1).max(MAX_STEPS),
]);

/** What handlers and callbacks have in common: what they do and what they show. */
const screenFields = {
  action: actionSchema,
  message: textSchema.exactOptional(),
  photo_url: url.exactOptional(),
  keyboard_id: name.exactOptional(),
  enabled: z.boolean().exactOptional(),
};

export const handlerSchema = z.strictObject({
  pattern: z.string().min(1).max(MAX_PATTERN_CHARS),
  ...screenFields,
  /** Shown in Telegram's command menu. */
  description: textOf(256).exactOptional(),
});

export const callbackSchema = z.strictObject({
  callback_data: z.string().min(1).max(MAX_DATA_BYTES),
  ...screenFields,
  /** The pattern of the handler this belongs to: documents have no row ids. */
  handler: z.string().min(1).max(MAX_PATTERN_CHARS).exactOptional(),
});

const EFFECTS = ['data', 'url', 'web_app', 'request_contact', 'request_location'] as const;

export const buttonSchema = z
  .strictObject({
    label: labelSchema,
    /** Sent back when the button is pressed; on a reply keyboard the label itself is sent where there is none. */
    data: expression.exactOptional(),
    url: url.exactOptional(),
    web_app: url.exactOptional(),
    request_contact: z.literal(true).exactOptional(),
    request_location: z.literal(true).exactOptional(),
    /** Shown when this renders to anything but blank. */
    when: expression.exactOptional(),
  })
  .refine((button) => EFFECTS.filter((effect) => button[effect] !== undefined).length <= 1, 'one_effect');

/** A button for each item of a list that a feature provides, in rows, paged. */
export const eachSchema = z.strictObject({
  each: name,
  label: labelSchema,
  data: expression.exactOptional(),
  when: expression.exactOptional(),
  columns: z.int().min(1).max(MAX_ROW_BUTTONS).exactOptional(),
  page_size: z.int().min(1).max(50).exactOptional(),
});

export const keyboardSchema = z.strictObject({
  kind: z.enum(['reply', 'inline']).exactOptional(),
  layout: z
    .array(
      z
        .array(z.union([name, eachSchema, buttonSchema]))
        .min(1)
        .max(MAX_ROW_BUTTONS),
    )
    .min(1)
    .max(MAX_KEYBOARD_BUTTONS)
    .refine((rows) => rows.flat().length <= MAX_KEYBOARD_BUTTONS, 'too_many_buttons'),
  /** In the input field while a reply keyboard is shown. */
  placeholder: textOf(64).exactOptional(),
  /** A reply keyboard that hides after one press. */
  one_time: z.boolean().exactOptional(),
  /** An inline keyboard that marks the button just pressed. */
  marks_chosen: z.boolean().exactOptional(),
});

function named<Value extends z.ZodType>(value: Value, most: number) {
  return z
    .record(name, value)
    .refine((entries) => Object.keys(entries).length <= most, 'too_many_entries')
    .default({});
}

export const documentSchema = z.strictObject({
  /** The format's version. */
  minuta: z.literal(1),
  /** Names of the activities a new person begins with. */
  ready_made_activities: z.array(textOf(MAX_NAME_CHARS)).max(20).default([]),
  handlers: z.array(handlerSchema).max(MAX_HANDLERS).default([]),
  callbacks: z.array(callbackSchema).max(MAX_CALLBACKS).default([]),
  keyboards: named(keyboardSchema, MAX_KEYBOARDS),
  buttons: named(buttonSchema, MAX_BUTTONS),
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
