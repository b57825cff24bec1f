/** Screens as people know them: by what they say, not by their data. */
import type { Language } from '../words/language.ts';
import { textIn } from '../words/text-in.ts';
import type { ActionSource, NewScreen, Registry, Screen, Texts } from './configuration.ts';
import { mostDataBytes, utf8Bytes } from './limits.ts';
import { plainFace } from './text/chip-face.ts';
import { readPlain, readTelegramHtml } from './text/read-telegram-html.ts';

/** A text in one line without its formatting, values by their names. */
export function plainLine(text: Texts | undefined, language: Language): string {
  const source = textIn(text, language);
  const read = readTelegramHtml(source);
  const pieces = read.ok ? read.pieces.filter(({ text: of }) => !of.startsWith('{%')) : readPlain(source);
  return plainFace(source, pieces).replaceAll(/\s+/g, ' ').trim();
}

/** What a screen says, else what it does; empty where neither can be told. */
export function titleOf(screen: Screen, language: Language, registry: Registry): string {
  const said = plainLine(screen.message, language);
  if (said !== '') return said;
  const name = firstAction(screen.action);
  return registry.find((each) => each.name === name)?.title[language] ?? '';
}

function firstAction(action: ActionSource): string {
  if (typeof action === 'string') return /^[^\s[]+/.exec(action.trim())?.[0] ?? '';
  const [first] = action;
  return (typeof first === 'string' ? /^\S+/.exec(first.trim())?.[0] : first?.action) ?? '';
}

export interface Target {
  /** A callback's data or a handler's pattern. */
  readonly name: string;
  /** What stands behind it. */
  readonly words: string;
}

/** The callback is named by the first word, and what follows are words for it. A template may touch the name. */
export function readTarget(data: string): Target {
  const [, name = '', words = ''] = /^\s*((?:(?!\{[{%])\S)*)\s*([^]*)$/.exec(data) ?? [];
  return { name, words };
}

/** Keeps to what stood between them: `stats today{{ filter.suffix }}` has no space there. */
export function writeTarget({ name, words }: Target, before: string): string {
  if (words === '') return name;
  const earlier = readTarget(before);
  const isTouching = earlier.words !== '' && before.trimStart().startsWith(earlier.name + earlier.words);
  return isTouching && /^\{[{%]/.test(words) ? `${name}${words}` : `${name} ${words}`;
}

/** A screen that says these words, under a name of their letters that is not taken yet. */
export function newScreen(words: string, taken: readonly Screen[], how: 'edit' | 'send'): NewScreen {
  const base = shortened(
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
      .replaceAll(/^_+|_+$/g, ''),
    mostDataBytes - 3,
  );
  const wanted = base === '' ? 'screen' : base;
  const isTaken = (name: string) => taken.some(({ callback_data: data }) => data === name);
  let name = wanted;
  for (let number = 2; isTaken(name); number += 1) name = `${wanted}_${number}`;
  return { callback_data: name, action: how, message: words };
}

function shortened(text: string, bytes: number): string {
  let letters = Array.from(text);
  while (utf8Bytes(letters.join('')) > bytes) letters = letters.slice(0, -1);
  return letters.join('');
}
