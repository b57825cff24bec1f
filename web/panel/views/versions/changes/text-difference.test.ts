import { describe, expect, it } from 'vitest';
import { differenceOf } from './text-difference.ts';

const marked = (pieces: readonly { text: string; isChanged: boolean }[]) =>
  pieces.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join('');

describe('the difference of two texts', () => {
  it('C9 marks the words that are not in the other one', () => {
    const { before, after } = differenceOf('Привет, Аня. Выберите дело.', 'Здравствуй, Аня. Выберите новое дело.');
    expect(marked(before)).toBe('[Привет], Аня. Выберите дело.');
    expect(marked(after)).toMatch(/^\[Здравствуй\], Аня\. Выберите (\[новое \]дело|новое\[ ])/);
  });

  it.each([
    ['', 'new'],
    ['old', ''],
    ['a b c', 'c b a'],
    ['one\ntwo', 'one\r\ntwo'],
    ['👩‍👩‍👧 x', 'x 👩‍👩‍👧'],
  ])('C9 loses nothing of %j and %j', (before, after) => {
    const difference = differenceOf(before, after);
    expect(difference.before.map(({ text }) => text).join('')).toBe(before);
    expect(difference.after.map(({ text }) => text).join('')).toBe(after);
  });

  it('C9 compares long texts by their lines, and gives up on what has no lines', () => {
    const long = Array.from({ length: 500 }, (_, index) => `line ${index}`).join('\n');
    const { after } = differenceOf(long, `${long}\nmore`);
    expect(after.filter(({ isChanged }) => isChanged).map(({ text }) => text)).toEqual(['line 499\nmore']);
    expect(differenceOf('a '.repeat(700), 'b '.repeat(700)).before.every(({ isChanged }) => isChanged)).toBe(true);
  });
});
