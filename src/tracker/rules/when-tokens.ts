import { AFTER_DAY, AFTER_YEAR, FILLERS } from './when-words.ts';

/** A sign, a word in small letters, or a number as it was typed. */
export type Token =
  | { readonly kind: 'sign'; readonly text: '-' | '.' | '/' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string };

/** «с 28 декабря 2024 года по 3 января 2025 года» has 44 characters. */
const LONGEST = 80;
const DASHES = /[\u2010-\u2015\u2212]|\.{2,}|…/gu;
// One alternative for each first character, none that repeats another: linear in the text.
const LEXEME = /(?<number>\d+)|(?<word>\p{L}+)|(?<sign>[-./])|(?<space>[\s,]+)|(?<other>.)/gsu;

/** What a text about dates consists of; null where there is something that no date has in it, or too much. */
export function readTokens(text: string): readonly Token[] | null {
  if (text.length > LONGEST) return null;
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll(DASHES, '-').trim();
  const tokens: Token[] = [];
  for (const { groups = {} } of plain.matchAll(LEXEME)) {
    const { number, word, sign, other } = groups;
    if (other !== undefined) return null;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    if (sign === '-' || sign === '.' || sign === '/') tokens.push({ kind: 'sign', text: sign });
    if (word !== undefined && !FILLERS.has(word)) addWord(tokens, word);
  }
  return tokens.filter((token, index) => token.text !== '.' || isBetweenNumbers(tokens, index));
}

function addWord(tokens: Token[], word: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'number' && (AFTER_DAY.has(word) || (last.text.length === 4 && AFTER_YEAR.has(word)))) return;
  if (last?.text === '-' && tokens.at(-2)?.kind === 'number' && AFTER_DAY.has(word)) {
    tokens.pop();
    return;
  }
  tokens.push({ kind: 'word', text: word });
}

/** The other points end an abbreviation, an ordinal («1. ноября») or the sentence. */
function isBetweenNumbers(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.kind === 'number' && tokens[index + 1]?.kind === 'number';
}
