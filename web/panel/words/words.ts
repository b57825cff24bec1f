import { useLanguage, type Language } from './language.ts';

export type Words<Texts> = Readonly<Record<Language, Texts>>;

/**
 * The texts of one view, in every language of the panel. What depends on numbers or names is a function.
 * English must have exactly what Russian has.
 */
export function defineWords<Texts extends object>(ru: Texts, en: NoInfer<Texts>): Words<Texts> {
  return { ru, en };
}

export function useWords<Texts>(words: Words<Texts>): Texts {
  return words[useLanguage().language];
}

const russian = new Intl.PluralRules('ru');

/** «1 кнопка», «2 кнопки», «5 кнопок». */
export function countRu(count: number, one: string, few: string, many: string): string {
  const form = { one, few, many, zero: many, two: few, other: few }[russian.select(count)];
  return `${count.toLocaleString('ru')} ${form}`;
}

/** “1 button”, “2 buttons”. */
export function countEn(count: number, one: string, other: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : other}`;
}
