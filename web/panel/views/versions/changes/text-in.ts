import type { FieldValue } from '../../../api/configuration.ts';
import type { Language } from '../../../words/language.ts';

/** A text of the configuration in the reader's language, else in any it has; what is no text is empty. */
export function textIn(text: FieldValue | undefined, language: Language): string {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return '';
  const found = text[language] ?? text['ru'] ?? Object.values(text)[0];
  return typeof found === 'string' ? found : '';
}

/** A text by its languages; '' is the language of a text that is the same for everybody. */
export function textsOf(text: FieldValue | undefined): ReadonlyMap<string, string> {
  if (typeof text === 'string') return new Map([['', text]]);
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return new Map();
  return new Map(Object.entries(text).map(([language, one]) => [language, typeof one === 'string' ? one : '']));
}
