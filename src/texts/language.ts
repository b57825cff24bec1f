/** The languages Minuta speaks; a person's own is kept in `users.language`. */
export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of last resort, which every text of the shipped configuration has. */
export const fallbackLanguage: Language = 'ru';

/** A text as somebody of this language reads it; where it lacks theirs, in Russian, else in its first. */
export function textIn(text: string | Readonly<Record<string, string>>, language: string): string {
  if (typeof text === 'string') return text;
  return text[language] ?? text[fallbackLanguage] ?? Object.values(text)[0] ?? '';
}
