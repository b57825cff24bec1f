import { createContext, use } from 'react';

export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

/** The language of the panel, which need not be the bot's. */
export const LanguageContext = createContext<{
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}>({ language: 'ru', setLanguage: () => undefined });

const storedAs = 'minuta.language';

/** What was chosen in this browser, else what the browser speaks. */
export function firstLanguage(): Language {
  const stored = localStorage.getItem(storedAs) ?? navigator.language;
  return stored.startsWith('ru') ? 'ru' : 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storedAs, language);
}

export const useLanguage = () => use(LanguageContext);
