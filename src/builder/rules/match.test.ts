import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOf } from '../../platform/best-of-testing.ts';
import { cpuTimeOf } from '../../platform/cpu-testing.ts';
import { compileMatcher } from './match.ts';
import { fold, parsePattern } from './pattern.ts';

function matcher(...patterns: string[]) {
  const compiled = compileMatcher(
    patterns.map((source) => {
      const parsed = parsePattern(source);
      if (!parsed.ok) throw new Error(`${source}: ${parsed.fault} ${parsed.detail}`);
      return { pattern: parsed.pattern, value: source };
    }),
  );
  return (text: string) => compiled.match(text, { botUsername: 'MinutaBot' });
}

describe('the order in which patterns win', () => {
  const find = matcher('*', 're:при+вет', '*вет*', 'прив*', 'привет', '\\/start*', '/start', '/start=ref');

  test.each([
    ['/start ref', '/start=ref', 'deep_link'],
    ['/start other', '/start', 'command'],
    ['/start', '/start', 'command'],
    ['/started', '\\/start*', 'prefix'],
    ['Привет', 'привет', 'exact'],
    ['привет тебе', 'прив*', 'prefix'],
    ['ну привет', '*вет*', 'contains'],
    ['nothing', '*', 'any'],
  ])('C2 «%s» is answered by %s', (text, value, kind) => {
    expect(find(text)).toMatchObject({ value, kind });
  });

  test('C2 a regular expression is asked after words and before the rest', () => {
    const regex = matcher('*', 're:^(?P<hours>\\d+) ч(ас)?', '*минут*');
    expect(regex('15 минут')).toMatchObject({ value: '*минут*' });
    expect(regex('15 ч')).toMatchObject({ kind: 'regex', args: '15 ч', groups: { 1: '15', hours: '15', 2: '' } });
  });

  test('C2 hundreds of regular expressions keep that order too', () => {
    const many = matcher(...Array.from({ length: 200 }, (_, index) => `re:^(заказ) ${199 - index}`), 're:заказ');
    expect(many('заказ 42')).toMatchObject({ value: 're:^(заказ) 42', groups: { 1: 'заказ' } });
    expect(many('мой заказ 42')?.value).toBe('re:заказ');
    expect(many('заказ 7')?.value).toBe('re:^(заказ) 7');
    expect(many('привет')).toBeUndefined();
  });

  test('C2 regular expressions are asked in the order of the handlers', () => {
    expect(matcher('re:a.c', 're:abc')('abc')?.value).toBe('re:a.c');
    expect(matcher('re:abc', 're:a.c')('abc')?.value).toBe('re:abc');
  });

  test('C2 the longest beginning wins, and the longest words anywhere', () => {
    const longest = matcher('за*', 'запись на*', 'запись*', '*он*', '*оно*');
    expect(longest('Запись на завтра')).toMatchObject({ value: 'запись на*', args: 'завтра' });
    expect(longest('запись!')).toMatchObject({ value: 'запись*', args: '!' });
    expect(longest('вот оно что')).toMatchObject({ value: '*оно*' });
  });
});

describe('against trying each pattern as the contract says', () => {
  // Letters that are hard to compare: composed and not, with a case and with two, more than one unit long.
  const units = [
    'а',
    'А',
    'й',
    '\u0438\u0306',
    'ß',
    'SS',
    'İ',
    'i',
    'ı',
    'ς',
    'Σ',
    '😀',
    '👨‍👩‍👧',
    ' ',
    'é',
    'e\u0301',
    '1',
  ];
  const words = fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 4 });
  const pattern = fc.oneof(
    words,
    words.map((text) => `${text}*`),
    words.map((text) => `*${text}*`),
    fc.constantFrom(
      're:а+',
      're:^.{2}$',
      're:(?i)ß|1',
      're:[её]1',
      're:й',
      '*',
      '/start',
      '/а',
      '/start=Ab',
      '/start=ab',
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...units), maxLength: 8 }),
    fc.constantFrom('/start', '/start ab', '/START Ab', '/а й', '/start@minutabot ab', '/start@other ab', '/nothing'),
  );

  test('C2 the same handler answers', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 12 }),
        fc.array(text, { minLength: 1, maxLength: 6 }),
        (all, texts) => {
          const known = all.filter((source) => parsePattern(source).ok);
          const find = matcher(...known);
          for (const each of texts) expect(find(each)?.value, each).toBe(naively(known, each));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** The first in the contract's order, by plain comparison of folded texts. */
function naively(sources: readonly string[], given: string): string | undefined {
  const text = given.trim().normalize('NFC');
  const folded = fold(text);
  const [, name, bot, rest = ''] = /^\/([\p{L}\p{N}_]+)(?:@(\w+))?(?:\s+([^]*))?$/u.exec(text) ?? [];
  if (bot !== undefined && bot.toLowerCase() !== 'minutabot') return undefined;
  const candidates = sources.flatMap((source) => {
    const parsed = parsePattern(source);
    return parsed.ok ? [{ source, ...parsed.pattern }] : [];
  });
  const longest = (fitting: typeof candidates) =>
    fitting.toSorted((a, b) => b.key.length - a.key.length || candidates.indexOf(a) - candidates.indexOf(b))[0];
  const of = (kind: string) => candidates.filter((each) => each.kind === kind);
  const found =
    (name !== undefined && fold(name) === 'start'
      ? of('deep_link').find(({ key }) => key === rest.trim())
      : undefined) ??
    (name === undefined ? undefined : of('command').find(({ key }) => key === fold(name))) ??
    of('exact').find(({ key }) => key === folded) ??
    longest(of('prefix').filter(({ key }) => folded.startsWith(key))) ??
    longest(of('contains').filter(({ key }) => folded.includes(key))) ??
    candidates.find((each) => each.kind === 'regex' && each.regex.test(text)) ??
    of('any')[0];
  return found?.source;
}

describe('commands', () => {
  const find = matcher('/start', '/start=aZ_-9', '/help', '*');

  test('C2 a command takes its arguments and this bot’s name', () => {
    expect(find('/HELP@minutabot  how to \n start ')).toMatchObject({ value: '/help', args: 'how to \n start' });
  });

  test('C2 a command for another bot is nobody’s', () => {
    expect(find('/help@otherbot')).toBeUndefined();
  });

  test('C2 a payload’s case counts, and an unknown one is an argument of /start', () => {
    expect(find('/start aZ_-9')).toMatchObject({ kind: 'deep_link', args: 'aZ_-9' });
    expect(find('/start az_-9')).toMatchObject({ kind: 'command', args: 'az_-9' });
  });

  test('C2 an unknown command is a text like any other', () => {
    expect(find('/nothing here')).toMatchObject({ value: '*', args: '/nothing here' });
  });

  test('C2 without a handler for the rest there is no answer', () => {
    expect(matcher('/start')('hello')).toBeUndefined();
  });
});

describe('how words are compared', () => {
  test.each([
    ['й', '\u0438\u0306'],
    ['straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ёлка', 'ЁЛКА'],
    ['привет', '  Привет \n'],
  ])('C2 «%s» is «%s»', (pattern, text) => {
    expect(matcher(pattern)(text)?.kind).toBe('exact');
  });

  test('C2 what follows a prefix is given as it was written, whatever folding did to its length', () => {
    expect(matcher('strasse*')('Straße Nord')).toMatchObject({ args: 'Nord' });
    expect(matcher('οδοσ*')('ΟΔΟΣα')).toMatchObject({ args: 'α' });
  });

  test('C2 the longest words are found as trying each one would find them', () => {
    const word = fc.string({ unit: fc.constantFrom('а', 'б', 'в'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), fc.array(word), (words, parts) => {
        const text = `х${parts.join('')}`;
        const found = matcher(...words.map((each) => `*${each}*`))(text)?.value;
        const fitting = words.filter((each) => text.includes(each));
        const longest = Math.max(...fitting.map((each) => each.length));
        const expected = fitting.find((each) => each.length === longest);
        expect(found).toBe(expected === undefined ? undefined : `*${expected}*`);
      }),
    );
  });

  test('C2 the longest beginning is found as trying each one would find it', () => {
    const word = fc.string({ unit: fc.constantFrom('а', 'б'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), word, (words, text) => {
        const found = matcher(...words.map((each) => `${each}*`))(text)?.value;
        const fitting = words.filter((each) => text.startsWith(each)).toSorted((a, b) => b.length - a.length);
        expect(found).toBe(fitting[0] === undefined ? undefined : `${fitting[0]}*`);
      }),
    );
  });
});

describe('hostile input', () => {
  test('C9 an expression that would blow up elsewhere runs in linear time', async () => {
    const find = matcher('re:(a+)+$', 're:(x+x+)+y', 're:(.*)*=(.*)*z');
    const taken = (): number =>
      cpuTimeOf(() => {
        expect(find(`${'a'.repeat(4095)}b`)).toBeUndefined();
        expect(find('x'.repeat(4096))).toBeUndefined();
      });
    expect(await bestOf(taken, 500)).toBeLessThan(500);
  });

  test('C2 a text of 200 KB costs no more than its first 4096 characters', async () => {
    const find = matcher('*нет*', 're:нет', 'да*');
    const taken = (): number =>
      cpuTimeOf(() => {
        expect(find(`да${'x'.repeat(200_000)}нет`)?.value).toBe('да*');
        expect(find(`${'x'.repeat(200_000)}нет`)).toBeUndefined();
      });
    expect(await bestOf(taken, 200)).toBeLessThan(200);
  });

  test('C2 whatever the text, matching does not throw', () => {
    const find = matcher('/start', 'прив*', '*вет*', 're:^\\p{L}+$', '*');
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => void find(text)));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void find(`/start ${text}`)));
  });
});
