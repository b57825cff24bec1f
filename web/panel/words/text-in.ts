import type { Language } from './language.ts';

/** A text of the configuration as the bot chooses it: in this language, else in Russian, else whichever says something. */
export function textIn(text: unknown, language: Language): string {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null || Array.isArray(text)) return '';
  const texts: Readonly<Record<string, unknown>> = { ...text };
  const found = [texts[language], texts['ru'], ...Object.values(texts)].find(isSaid);
  return found ?? '';
}

function isSaid(text: unknown): text is string {
  return typeof text === 'string' && text !== '';
}
