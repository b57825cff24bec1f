/** Entries of the draft as the API takes and gives them. */
import { z } from 'zod';
import type { EntryKind } from '../rules/draft.ts';
import { MAX_KEYBOARD_BUTTONS, MAX_ROW_BUTTONS } from '../rules/limits.ts';
import { buttonSchema, callbackSchema, handlerSchema, keyboardSchema } from '../schema.ts';

const entryId = z.string().min(1).max(64).meta({ description: 'Stays the same through every publication' });
/** An id that the service made, where a body names another entry; it is digits, so a number does as well. */
const idNumber = z.int().min(1);
const otherId = z.union([z.string().min(1).max(64), idNumber]).nullable();

/** Where it shall stand: a wish of a change, of which there can be one. */
const place = {
  before: otherId.exactOptional().meta({ description: 'The entry it shall stand before; null: at the end' }),
  after: otherId.exactOptional().meta({ description: 'The entry it shall stand behind; null: at the beginning' }),
};

/** Without a value, null or left out: the field is not there. */
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();

const screenFields = {
  message: orNull(handlerSchema.shape.message.unwrap()),
  photo_url: orNull(handlerSchema.shape.photo_url.unwrap()),
  keyboard_id: orNull(z.union([handlerSchema.shape.keyboard_id.unwrap(), idNumber])),
  enabled: orNull(handlerSchema.shape.enabled.unwrap()),
};

const handlerFields = {
  pattern: handlerSchema.shape.pattern,
  action: handlerSchema.shape.action,
  ...screenFields,
  description: orNull(handlerSchema.shape.description.unwrap()),
};

const callbackFields = {
  callback_data: callbackSchema.shape.callback_data.trim(),
  action: callbackSchema.shape.action,
  ...screenFields,
  handler_id: orNull(z.union([entryId, idNumber])).meta({ description: 'The handler it belongs to' }),
};

const cell = z.union([keyboardSchema.shape.layout.element.element, idNumber]);

const keyboardFields = {
  kind: orNull(keyboardSchema.shape.kind.unwrap()),
  layout: z
    .array(z.array(cell).min(1).max(MAX_ROW_BUTTONS))
    .min(1)
    .max(MAX_KEYBOARD_BUTTONS)
    .meta({ description: 'Rows of buttons, each written here or the id of one of the buttons' }),
  placeholder: orNull(keyboardSchema.shape.placeholder.unwrap()),
  one_time: orNull(keyboardSchema.shape.one_time.unwrap()),
  marks_chosen: orNull(keyboardSchema.shape.marks_chosen.unwrap()),
};

const buttonFields = {
  label: buttonSchema.shape.label,
  data: orNull(buttonSchema.shape.data.unwrap()),
  url: orNull(buttonSchema.shape.url.unwrap()),
  web_app: orNull(buttonSchema.shape.web_app.unwrap()),
  request_contact: orNull(buttonSchema.shape.request_contact.unwrap()),
  request_location: orNull(buttonSchema.shape.request_location.unwrap()),
  when: orNull(buttonSchema.shape.when.unwrap()),
};

/** A name instead of a number, of keyboards and buttons. */
const ownName = {
  id: handlerSchema.shape.keyboard_id
    .unwrap()
    .exactOptional()
    .meta({ description: 'A name of your own; else it gets a number' }),
};

/** Of handlers and callbacks: whoever sends back what they read sends it too. */
const sameId = { id: entryId.exactOptional().meta({ description: 'Its own; it cannot become another' }) };

type Fields = Readonly<Record<string, unknown>>;

export interface EntryShapes {
  readonly kind: EntryKind;
  /** The section of the API, and of the document. */
  readonly section: 'handlers' | 'callbacks' | 'keyboards' | 'buttons';
  /** In a sentence. */
  readonly noun: string;
  readonly create: z.ZodType<Fields>;
  readonly change: z.ZodType<Fields>;
  readonly view: z.ZodType<Fields>;
}

export const ENTRY_SHAPES: readonly EntryShapes[] = [
  {
    kind: 'handler',
    section: 'handlers',
    noun: 'a handler',
    create: z.strictObject({ ...handlerFields, ...place }),
    change: z.strictObject({ ...sameId, ...handlerFields, ...place }).partial(),
    view: z.strictObject({ id: entryId, ...handlerSchema.shape, enabled: z.boolean() }),
  },
  {
    kind: 'callback',
    section: 'callbacks',
    noun: 'a callback',
    create: z.strictObject({ ...callbackFields, ...place }),
    change: z.strictObject({ ...sameId, ...callbackFields, ...place }).partial(),
    view: z.strictObject({
      id: entryId,
      ...callbackSchema.shape,
      enabled: z.boolean(),
      handler_id: entryId.exactOptional(),
    }),
  },
  {
    kind: 'keyboard',
    section: 'keyboards',
    noun: 'a keyboard',
    create: z.strictObject({ ...ownName, ...keyboardFields, ...place }),
    change: z.strictObject({ ...ownName, ...keyboardFields, ...place }).partial(),
    view: z.strictObject({ id: entryId, ...keyboardSchema.shape, kind: z.enum(['reply', 'inline']) }),
  },
  {
    kind: 'button',
    section: 'buttons',
    noun: 'a button',
    create: z.strictObject({ ...ownName, ...buttonFields, ...place }),
    change: z.strictObject({ ...ownName, ...buttonFields, ...place }).partial(),
    view: z.strictObject({ id: entryId, ...buttonSchema.shape }),
  },
];

/** What a kind of entries is where it does not say. */
export const ENTRY_DEFAULTS: Readonly<Record<EntryKind, Fields>> = {
  handler: { enabled: true },
  callback: { enabled: true },
  keyboard: { kind: 'inline' },
  button: {},
};
