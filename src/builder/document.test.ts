import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuTimeOf } from '../platform/cpu-testing.ts';
import { checkDocument, formatDocument, parseDocument } from './document.ts';
import { formatPath, problem, type Problem } from './rules/problems.ts';
import type { ConfigDocument } from './schema.ts';

function refused(source: string): readonly Problem[] {
  const result = parseDocument(source);
  return result.ok ? [] : result.problems;
}

function parsed(source: string): ConfigDocument {
  const result = parseDocument(source);
  if (!result.ok)
    throw new Error(result.problems.map(({ path, message }) => `${formatPath(path)} ${message.en}`).join());
  return result.document;
}

const whole = `minuta: 1
handlers:
  - pattern: /start
    action: goto welcome
    message: { ru: "Привет\\nвторая строка", en: Hello }
    photo_url: https://example.org/a.png
    keyboard_id: main
    description: { ru: Начать }
    enabled: true
  - pattern: "*"
    action: [send, { action: ask, choices: [{ b: 1, a: 2 }] }]
callbacks:
  - { callback_data: card, action: edit, handler: /start }
keyboards:
  main:
    kind: reply
    one_time: true
    placeholder: Что делаем?
    layout:
      - [{ label: { en: Start, ru: Начать } }, { label: Site, url: "https://example.org", when: "{{ x }}" }]
      - [save_button, other]
      - [{ each: activities, label: "{{ item.name }}", data: "start {{ item.id }}", columns: 2, page_size: 6 }]
buttons:
  save_button: { label: Сохранить, data: save }
  other: { label: x, request_contact: true }
`;

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, 0]));

describe('data that came as it is', () => {
  test('C12 as many problems of a shape are told as anybody reads, and how many more there are', () => {
    const checked = checkDocument({ minuta: 1, ...keys(1_200) });
    expect(checked.ok ? [] : checked.problems).toHaveLength(1_001);
    expect(checked.ok || checked.problems.at(-1)).toMatchObject({ code: 'too_many_problems' });
  });

  test('C12 nobody waits long for a document of nothing but mistakes', () => {
    const entries = Array.from({ length: 2_000 }, () => keys(20));
    expect(cpuTimeOf(() => checkDocument({ minuta: 1, ...keys(100_000), handlers: entries }))).toBeLessThan(3_000);
  });

  test('C12 more than anybody could have written is not even looked at', () => {
    const checked = checkDocument({ minuta: 1, buttons: { a: Array.from({ length: 1_000_001 }, () => 0) } });
    expect(checked.ok ? [] : checked.problems).toMatchObject([{ code: 'shape', message: { en: 'Too many entries' } }]);
  });
});

describe('reading', () => {
  test('C12 a whole document is read with everything in it', () => {
    const document = parsed(whole);
    expect(document.handlers[1]).toEqual({
      pattern: '*',
      action: ['send', { action: 'ask', choices: [{ b: 1, a: 2 }] }],
    });
    expect(document.keyboards['main']?.layout[1]).toEqual(['save_button', 'other']);
  });

  test('C12 what is left out is empty', () => {
    expect(parsed('minuta: 1')).toEqual({
      minuta: 1,
      ready_made_activities: [],
      handlers: [],
      callbacks: [],
      keyboards: {},
      buttons: {},
    });
  });

  test('C12 JSON is read too', () => {
    expect(parsed(JSON.stringify(parsed(whole)))).toEqual(parsed(whole));
  });
});

describe('places of problems', () => {
  test.each([
    ['minuta: 1\nfoo: 2\n', 'foo', 'unknown_key', 2, 1],
    ['minuta: 2\n', 'minuta', 'shape', 1, 1],
    ['minuta: 1\nhandlers:\n  - pattern: a\n    actoin: b\n    action: c\n', 'handlers[0].actoin', 'unknown_key', 4, 5],
    ['minuta: 1\nhandlers:\n  - action: b\n', 'handlers[0].pattern', 'shape', 3, 5],
    ['minuta: 1\nhandlers:\n  - { pattern: 1, action: b }\n', 'handlers[0].pattern', 'shape', 3, 7],
    [
      'minuta: 1\nhandlers:\n  - pattern: a\n    action: b\n    message: { ru: 1 }\n',
      'handlers[0].message.ru',
      'shape',
      5,
      16,
    ],
    ['minuta: 1\nbuttons:\n  "два слова": { label: a }\n', 'buttons.два слова', 'shape', 3, 3],
    ['minuta: 1\nbuttons:\n  a: { label: b, url: c, data: d }\n', 'buttons.a', 'shape', 3, 3],
    [
      'minuta: 1\nkeyboards:\n  k:\n    layout:\n      - [{ label: b, dta: c }]\n',
      'keyboards.k.layout[0][0].dta',
      'unknown_key',
      5,
      22,
    ],
    [
      'minuta: 1\nkeyboards:\n  k: { layout: [[{ each: a, label: b, columns: 9 }]] }\n',
      'keyboards.k.layout[0][0].columns',
      'shape',
      3,
      39,
    ],
    ['minuta: 1\nhandlers: [\n', '', 'yaml', 3, 1],
    ['minuta: 1\nminuta: 1\n', '', 'shape', 2, 1],
    ['a: &x 1\nb: *x\n', '', 'shape', 2, 4],
    ['minuta: !odd 1\n', '', 'yaml', 1, 9],
    ['minuta: 1\n---\nminuta: 1\n', '', 'yaml', 2, 1],
    ['', '', 'shape', 1, 1],
  ])('C12 %j is refused at %s', (source, path, code, line, column) => {
    const problems = refused(source);
    expect(problems.map((each) => ({ ...each, path: formatPath(each.path) }))).toContainEqual(
      expect.objectContaining({ path, code, line, column, severity: 'error' }),
    );
    for (const { message } of problems) expect(message.ru).toMatch(/[а-я]/);
  });

  test('C9 all problems are reported, not the first only', () => {
    expect(refused('minuta: 3\nhandlers: [{ pattern: a }, { action: b }]\nmore: 1\n')).toHaveLength(4);
  });

  test('C9 problems found later get their place in the file', () => {
    const result = parseDocument(whole);
    const [located] = result.ok ? result.locate([problem('dead_button', ['buttons', 'save_button', 'data'])]) : [];
    expect(located).toMatchObject({ line: 24, column: 36 });
  });
});

describe('hostile files', () => {
  const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++) {
    laughs.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  }

  test.each([
    ['a billion laughs', laughs.join('\n')],
    ['an alias of itself', 'a: &a [*a]'],
    ['brackets without end', '['.repeat(100_000)],
    ['nested maps', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'deep arguments',
      `minuta: 1\nhandlers: [{ pattern: a, action: [{ action: b, c: ${'['.repeat(700)}${']'.repeat(700)} }] }]\nx: 1`,
    ],
    [
      'fifty thousand keys',
      `minuta: 1\nbuttons:\n${Array.from({ length: 50_000 }, (_, index) => `  k${index}: 1`).join('\n')}`,
    ],
    ['a huge file', ' '.repeat(20_000_000)],
    ['a key of a million letters', `minuta: 1\nbuttons:\n  ? ${'k'.repeat(1_000_000)}\n  : { label: a }\n`],
    ['twenty thousand mistakes', `minuta: 1\nhandlers:\n${'  - { pattern: a, actoin: b }\n'.repeat(20_000)}`],
    ['a line of quotes', `minuta: 1\nx: ${'"a" '.repeat(100_000)}`],
    ['thousands of anchors', `minuta: 1\nx: [${Array.from({ length: 20_000 }, (_, index) => `&a${index} x`).join()}]`],
    ['keys that come from another map', 'base: &base { b: 1 }\n<<: *base\nminuta: 1\n'],
    ['binary', '\u0000\u0001\ufffd'],
  ])('C12 %s is refused within seconds', (_name, source) => {
    const taken = cpuTimeOf(() => {
      const { length } = refused(source);
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThanOrEqual(1001);
    });
    expect(taken).toBeLessThan(5_000);
  });

  test('C12 names that mean something to JavaScript are ordinary or refused', () => {
    const buttons = JSON.parse('{"constructor": {"label": "a"}, "__proto__": {"label": "b"}}');
    const checked = checkDocument({ minuta: 1, buttons });
    expect(checked.ok ? Object.keys(checked.document.buttons) : ['constructor']).toEqual(['constructor']);
    expect({}).not.toHaveProperty('label');
  });
});

describe('writing', () => {
  test('C12 written and read again a document is the same', () => {
    const document = parsed(whole);
    expect(parsed(formatDocument(document))).toEqual(document);
  });

  test('C12 the order of keys changes nothing in the file, and a text of lines stays readable', () => {
    const document = parsed(whole);
    const shuffled = parsed(
      whole.replace('{ ru: "Привет\\nвторая строка", en: Hello }', '{ en: Hello, ru: "Привет\\nвторая строка" }'),
    );
    expect(formatDocument(shuffled)).toBe(formatDocument(document));
    expect(formatDocument(document)).toContain('      ru: |-\n        Привет\n        вторая строка\n');
    expect(formatDocument(document)).toContain('- [ save_button, other ]');
  });

  test('C12 whatever the texts, written and read again they are the same, and so is the file', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom('\n', ' ', '#', ':', '-', '"', "'", '{{', '|', '>', 'а', '\t', '&', '*', '!', '%'),
        maxLength: 20,
      }),
      fc.constantFrom(
        'yes',
        'null',
        '~',
        '1',
        '1e3',
        '0x1',
        '- a',
        '? b',
        '---',
        '...',
        '\u2028',
        '\r\n',
        ' a ',
        '2025-01-01',
      ),
    );
    const name = fc.stringMatching(/^[a-z0-9][a-z_.-]{0,6}$/);
    const button = fc.record(
      {
        label: fc.oneof(text, fc.dictionary(fc.constantFrom('ru', 'en', 'de'), text, { minKeys: 1 })),
        when: text.filter((value) => value !== ''),
      },
      { requiredKeys: ['label'] },
    );
    const documents = fc.record({
      minuta: fc.constant(1),
      ready_made_activities: fc.constant<ConfigDocument['ready_made_activities']>([
        'Работа',
        { ru: 'Спорт', en: 'Sport' },
      ]),
      handlers: fc.array(
        fc.record({
          pattern: text.map((value) => `x${value}`),
          action: fc.array(
            fc.oneof(
              fc.constant('send'),
              fc.dictionary(name, fc.jsonValue()).map((args) => Object.assign(args, { action: 'a' })),
            ),
            { minLength: 1, maxLength: 3 },
          ),
          message: text,
        }),
      ),
      callbacks: fc.constant([]),
      keyboards: fc.dictionary(
        name,
        fc.record({
          layout: fc.array(fc.array(fc.oneof(name, button), { minLength: 1, maxLength: 3 }), {
            minLength: 1,
            maxLength: 3,
          }),
        }),
      ),
      buttons: fc.dictionary(name, button),
    });
    fc.assert(
      fc.property(documents, (document) => {
        const plain = checkDocument(JSON.parse(JSON.stringify(document)));
        if (!plain.ok) throw new Error(JSON.stringify(plain.problems));
        const written = formatDocument(plain.document);
        expect(parsed(written)).toEqual(plain.document);
        expect(formatDocument(parsed(written))).toBe(written);
      }),
    );
  });
});
