import * as fc from 'fast-check';
import { RE2JS, RE2JSException } from 're2js';
import { describe, expect, test } from 'vitest';
import { requiredWords } from './regex-words.ts';

describe('words that an expression cannot do without', () => {
  test.each([
    ['привет', ['привет']],
    ['^заказ (\\d+) шт\\.?$', ['заказ ', ' шт']],
    ['цена: \\d+ р\\.', ['цена: ', ' р.']],
    ['ab+c*d{2}e', ['ab', 'e']],
    ['[abc]d[\\]]e', ['d', 'e']],
    ['да|нет', []],
    ['(да|нет) точно', [' точно']],
    ['a(b(c)d)e', ['a', 'e']],
    ['(?i)да', ['да']],
    ['a{b|c', []],
    ['x[[:alpha:]]y', []],
    ['x[^]a]y', []],
    ['да(?i)нет', []],
    ['\\Qa.b\\E', []],
    ['.*', []],
    ['\\p{L}да\\pLнет', ['да', 'нет']],
  ])('C2 «%s»', (source, words) => {
    expect(requiredWords(source).map((each) => each.words)).toEqual(words);
  });

  test('C2 ends are told where they are', () => {
    expect(requiredWords('^да$')).toEqual([{ words: 'да', isStart: true, isEnd: true }]);
    expect(requiredWords('^да .* нет$')).toMatchObject([
      { isStart: true, isEnd: false },
      { isStart: false, isEnd: true },
    ]);
    expect(requiredWords('(?m)^да$')).toMatchObject([{ isStart: false, isEnd: false }]);
  });

  test('C2 whatever an expression finds has its words', () => {
    const signs = [
      'a',
      'b',
      'я',
      '😀',
      ' ',
      '.',
      '*',
      '+',
      '?',
      '|',
      '(',
      ')',
      '[',
      ']',
      '^',
      '$',
      '{',
      '}',
      '{2}',
      '{0,1}',
    ];
    const more = [
      '\\d',
      '\\.',
      '\\w',
      '\\b',
      '(?:',
      '(?i)',
      '(?i:',
      '[^',
      '-',
      ',',
      '1',
      '\\p{L}',
      '\\pL',
      '\\Q',
      '\\E',
      '\\x41',
    ];
    const source = fc.array(fc.constantFrom(...signs, ...more), { maxLength: 10 }).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'я', '😀', ' ', '1', '.', 'A', '{', '}'), maxLength: 10 });
    fc.assert(
      fc.property(source, fc.array(text, { minLength: 10, maxLength: 30 }), (expression, texts) => {
        const regex = compiled(expression);
        if (regex === undefined || expression.startsWith('(?i')) return;
        for (const found of texts.filter((each) => regex.test(each))) {
          for (const { words, isStart, isEnd } of requiredWords(expression)) {
            expect(found).toContain(words);
            if (isStart) expect(found.startsWith(words)).toBe(true);
            if (isEnd) expect(found.endsWith(words)).toBe(true);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function compiled(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (error instanceof RE2JSException) return undefined;
    throw error;
  }
}
