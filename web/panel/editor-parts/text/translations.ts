/** One text or one per language: how each becomes the other. */
import { languages } from '../../words/language.ts';
import type { Texts } from '../configuration.ts';

/** The languages that a text is shown in, those of the bot first. */
export function languagesOf(value: Texts | undefined): readonly string[] {
  if (value === undefined || typeof value === 'string') return [];
  return [...languages, ...Object.keys(value).filter((code) => !languages.some((own) => own === code))];
}

/** An empty text is no translation; without any there is no text. */
export function withTranslation(value: Texts | undefined, language: string, text: string): Texts | undefined {
  const before = typeof value === 'object' ? value : {};
  const after = Object.fromEntries(
    [...new Set([...Object.keys(before), language])]
      .map((code) => [code, code === language ? text : (before[code] ?? '')] as const)
      .filter(([, each]) => each !== ''),
  );
  return Object.keys(after).length === 0 ? undefined : after;
}

/** The same text in every language of the bot, to be told apart from there on. */
export function split(value: string): Texts {
  return Object.fromEntries(languages.map((language) => [language, value]));
}
