import type { Language } from './language.ts';

/** Plurals and neuters that look like a feminine noun; what ends in -ния, -тия or -мя is recognised by that. */
const unchanging = new Set(['дела', 'письма', 'слова', 'правила', 'окна', 'дрова', 'поля', 'моря', 'друзья', 'деньги']);

/**
 * A name of an activity as the object of a verb, in Russian: «Работа» after «переключить на» is «Работу».
 * Only one word in Cyrillic that can hardly be anything but a feminine noun in the singular is changed; whatever
 * else people call what they do stays as they wrote it.
 */
export function accusative(name: string, language: Language): string {
  if (language !== 'ru' || !/^[а-яё-]{3,}$/i.test(name)) return name;
  const word = name.toLowerCase();
  if (unchanging.has(word) || /(?:ния|тия|мя)$/.test(word)) return name;
  const last = name.slice(-1);
  const changed: Readonly<Record<string, string>> = { а: 'у', я: 'ю', А: 'У', Я: 'Ю' };
  return name.slice(0, -1) + (changed[last] ?? last);
}
