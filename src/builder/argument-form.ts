import type { z } from 'zod';

/** What an argument is besides its shape, so that an editor can offer what there is instead of an empty field. */
export type ArgumentForm =
  /** A callback with its words, or a handler’s pattern. */
  | 'target'
  | 'keyboard'
  /** The name of what is kept about a person. */
  | 'variable'
  /** Telegram’s HTML with values. */
  | 'html'
  /** Words with values. */
  | 'template'
  | 'condition'
  | 'seconds';

/** Says it in the argument’s JSON Schema, as `x-form`. */
export function withForm<Schema extends z.ZodType>(schema: Schema, form: ArgumentForm): Schema {
  return schema.meta({ 'x-form': form });
}
