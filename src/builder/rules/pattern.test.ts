import { describe, expect, test } from 'vitest';
import { fold, parsePattern } from './pattern.ts';

describe('what a pattern means', () => {
  test.each([
    ['/start=summer_24', 'deep_link', 'summer_24'],
    ['/Start', 'command', 'start'],
    ['/статистика', 'command', 'статистика'],
    ['Начать', 'exact', 'начать'],
    ['запись *', 'prefix', 'запись '],
    ['*сколько*', 'contains', 'сколько'],
    ['re:^\\d+$', 'regex', '^\\d+$'],
    ['*', 'any', ''],
  ])('C2 «%s» is %s', (source, kind, key) => {
    expect(parsePattern(source)).toMatchObject({ ok: true, pattern: { kind, key } });
  });

  test.each([
    ['\\/start', 'exact', '/start'],
    ['\\*', 'exact', '*'],
    ['\\**', 'prefix', '*'],
    ['звезда\\*', 'exact', 'звезда*'],
    ['\\re:x', 'exact', 're:x'],
    ['re\\:x', 'exact', 're:x'],
    ['a\\\\b', 'exact', 'a\\b'],
    ['C:\\temp', 'exact', 'c:\\temp'],
    ['2*2', 'exact', '2*2'],
    ['конец\\', 'exact', 'конец\\'],
  ])('C2 a backslash takes a special sign as it is: «%s»', (source, kind, key) => {
    expect(parsePattern(source)).toMatchObject({ ok: true, pattern: { kind, key } });
  });
});

test('C2 everyday letters fold alone as they do among others', () => {
  const letters = Array.from({ length: 0x460 }, (_, point) => String.fromCodePoint(point)).join('');
  // One letter that is not everyday has the whole text folded the long way.
  for (const letter of letters) expect(`é ${fold(letter)}`).toBe(fold(`é ${letter}`));
  expect(`é ${fold('Начать ЁЖ /Start')}`).toBe(fold('é Начать ЁЖ /Start'));
});

describe('what is refused', () => {
  test.each([
    ['/', 'command'],
    ['/start now', 'command'],
    ['/help=x', 'command'],
    ['/start=', 'payload'],
    ['/start=за', 'payload'],
    ['**', 'empty'],
    ['   ', 'empty'],
    ['re:', 'empty'],
    ['*конец', 'leading_star'],
    ['re:(', 'regex'],
    ['re:(?=a)', 'regex'],
    ['re:(a)\\1', 'regex'],
    ['re:(a{1000}){1000}', 'regex'],
  ])('C9 «%s» for its %s', (source, fault) => {
    expect(parsePattern(source)).toMatchObject({ ok: false, fault });
  });
});

test('C2 folding twice is folding once', () => {
  for (const text of ['ẞ', 'ﬃ', 'İ', 'Σίσυφος', '\u0438\u0306', 'ŉ', 'Ĳ', '\u212a'])
    expect(fold(fold(text))).toBe(fold(text));
});
