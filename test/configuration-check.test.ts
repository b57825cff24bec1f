import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueOf } from '../src/builder/actions-catalogue.ts';
import { checkDocument, parseDocument } from '../src/builder/document.ts';
import { compile, type Snapshot } from '../src/builder/rules/compile.ts';
import { PROBLEM_TEXTS } from '../src/builder/rules/problem-texts.ts';
import { formatPath, type Problem } from '../src/builder/rules/problems.ts';
import type { ConfigDocument } from '../src/builder/schema.ts';
import { allActions, allLists, valueNames } from '../src/roles/actions.ts';
import { parseHtml } from '../src/simulator/text/parse-html.ts';
import { filters } from '../src/texts/filters.ts';
import { LANGUAGES } from '../src/texts/language.ts';

const options = {
  actions: catalogueOf(allActions),
  filters,
  languages: LANGUAGES,
  values: valueNames,
  lists: Object.keys(allLists),
};

/** With a line and a column each, as whoever imports a file is told. */
function problemsOf(source: string): readonly Problem[] {
  const parsed = parseDocument(source);
  if (!parsed.ok) return parsed.problems;
  const compiled = compile(parsed.document, 1, options);
  return parsed.locate(compiled.ok ? compiled.warnings : compiled.problems);
}

describe('a document from another hand', () => {
  const source = readFileSync(new URL('hundred-mistakes.yaml', import.meta.url), 'utf8');
  const problems = problemsOf(source);
  const mistakes = source.split('\n').flatMap((line, index) => {
    const [, code] = /# ! (\w+)$/.exec(line) ?? [];
    return code === undefined ? [] : [`${index + 1} ${code}`];
  });

  test('C9 each of its mistakes is named on its line, and nothing else is', () => {
    expect(mistakes.length).toBeGreaterThan(100);
    const named = new Set(problems.map(({ line, code }) => `${line} ${code}`));
    expect([...named].toSorted()).toEqual(mistakes.toSorted());
  });

  test('C9 each is said in two languages, with what to do about it', () => {
    for (const { message, proposal, path } of problems) {
      expect(message.ru, formatPath(path)).toMatch(/[а-яё]/i);
      expect(message.en, formatPath(path)).not.toMatch(/\{\w+\}/);
      expect(proposal?.en, formatPath(path)).toMatch(/\w/);
    }
  });

  test('C9 a mistyped name is answered with the one that was meant', () => {
    const proposed = problems.map(({ proposal }) => proposal?.en);
    for (const name of [
      'send',
      'tracker.start',
      'hello',
      '/help',
      'menu',
      'user',
      'duration',
      'if',
      'finish',
      'activities',
    ])
      expect(proposed).toContain(`Did you mean “${name}”?`);
  });
});

/** Words of files and programs, which people who do not program would have to ask about. */
const ofPrograms =
  /callback|handler|keyboard_id|page_size|photo_url|\bkind\b|GET |POST |\/api\/|inline|\bdata\b|обработчик|шаблон|аргумент|тег|JSON|argument/i;

test('C9 the check speaks in the panel’s words, not in those of files and programs', () => {
  const sentences = Object.values(PROBLEM_TEXTS)
    .flatMap((text) => ('proposal' in text ? [text.message, text.proposal] : [text.message]))
    .flatMap(({ ru, en }) => [ru, en])
    .map((sentence) => sentence.replaceAll(/\{\w+\}/g, '…'));
  expect(sentences.filter((sentence) => ofPrograms.test(sentence))).toEqual([]);
});

test('C9 everything that can be said comes with a proposal, but what the shape says by itself', () => {
  const without = Object.entries(PROBLEM_TEXTS).filter(([, text]) => !('proposal' in text));
  expect(without.map(([code]) => code)).toEqual(['shape']);
});

const shipped = readFileSync(new URL('../config/default.yaml', import.meta.url), 'utf8');

test('C9 the shipped configuration has no problems at all', () => {
  expect(problemsOf(shipped).map(({ code, path }) => `${code} ${formatPath(path)}`)).toEqual([]);
});

test('C9 whatever is changed, the check says what it thinks of it, and what it lets pass Telegram takes', () => {
  const parsed = parseDocument(shipped);
  if (!parsed.ok) throw new Error('the shipped configuration cannot be read');
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      '<b>',
      '</b>',
      '{{ user.first_name }}',
      '{% if session %}<i>x</i>{% endif %}',
      '<a href="{{ words }}">x</a>',
    ),
    fc.constantFrom(
      '&amp',
      '<',
      '{{',
      '%}',
      '*',
      'goto menu',
      'ask',
      '/start',
      're:(',
      'https://example.org',
      '\0',
      ' ',
    ),
  );
  const values = fc.oneof(texts, fc.boolean(), fc.integer(), fc.constant(null), fc.array(texts, { maxLength: 2 }));
  const change = fc.record({
    at: fc.array(fc.nat(), { minLength: 2, maxLength: 6 }),
    value: values,
    appends: fc.boolean(),
  });
  let passed = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const document: unknown = structuredClone(parsed.document);
      for (const each of changes) mutate(document, each);
      const checked = checkDocument(document);
      if (!checked.ok) return;
      const compiled = compile(checked.document, 1, options);
      if (!compiled.ok) return;
      passed += 1;
      for (const html of messagesOf(checked.document, compiled.snapshot)) parseHtml(html);
    }),
    { numRuns: 300 },
  );
  expect(passed).toBeGreaterThan(0);
});

interface Change {
  readonly at: readonly number[];
  readonly value: unknown;
  readonly appends: boolean;
}

/** Puts a value somewhere into a document, or behind a text that is there. */
function mutate(document: unknown, { at, value, appends }: Change): void {
  let owner: unknown = document;
  for (const [depth, step] of at.entries()) {
    if (typeof owner !== 'object' || owner === null) return;
    const keys = Object.keys(owner);
    const key = keys[step % Math.max(keys.length, 1)];
    if (key === undefined) return;
    const inner: unknown = Reflect.get(owner, key);
    const isLeaf = typeof inner !== 'object' || inner === null;
    if (isLeaf || depth === at.length - 1) {
      const both = appends && typeof inner === 'string' && typeof value === 'string';
      Reflect.set(owner, key, both ? `${inner}${value}` : value);
      return;
    }
    owner = inner;
  }
}

/** Every message as it looks without its values, and with values that are as nasty as people's names. */
function messagesOf({ callbacks, handlers }: ConfigDocument, snapshot: Snapshot): string[] {
  const nasty = '<b>&"\'</b>';
  const scope = { user: { first_name: nasty }, words: nasty, session: { activity: nasty, active: 60 } };
  const entries = [
    ...callbacks.map(({ callback_data: data }) => snapshot.callback(data)?.entry),
    ...handlers.map(({ pattern }) => snapshot.find(pattern)?.entry),
  ];
  const context = {
    timeZone: 'Europe/Moscow',
    today: Temporal.PlainDate.from('2026-11-22'),
    now: Temporal.Instant.from('2026-11-22T11:05:00Z'),
  };
  return entries.flatMap((entry) =>
    LANGUAGES.flatMap((language) => {
      const template = entry?.message?.(language);
      return template === undefined ? [] : [{}, scope].map((given) => template.render(given, { ...context, language }));
    }),
  );
}
