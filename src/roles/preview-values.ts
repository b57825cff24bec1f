import type { ShownValue } from '../preview/read-values.ts';
import { valueWords } from '../texts/value-words.ts';

const types = ['text', 'number', 'seconds', 'moment', 'yes or no'] as const;

/** What a preview shows beside its chat: what templates can name at any moment, and people understand. */
export const previewValues: readonly ShownValue[] = valueWords.flatMap((words) => {
  const type = types.find((one) => one === words.type);
  const isMeant = /^(user|settings|session|today|is_running)\b/.test(words.name) && words.name !== 'user.id';
  return type === undefined || !isMeant ? [] : [{ ...words, type }];
});
