import type { FieldValue } from '../../../api/configuration.ts';

/** A text by its languages; '' is the language of a text that is the same for everybody. */
export function textsOf(text: FieldValue | undefined): ReadonlyMap<string, string> {
  if (typeof text === 'string') return new Map([['', text]]);
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return new Map();
  return new Map(Object.entries(text).map(([language, one]) => [language, typeof one === 'string' ? one : '']));
}
