import { describe, expect, it, test } from 'vitest';
import { checkDocument } from '../builder/document.ts';
import { describeActions } from '../builder/describe-actions.ts';
import { createTemplates } from '../builder/rules/template.ts';
import { filterWords } from '../texts/filter-words.ts';
import { filters } from '../texts/filters.ts';
import { listWords, valueWords } from '../texts/value-words.ts';
import { allActions, allLists, allValues, valueNames } from './actions.ts';
import { checker } from './checking.ts';

describe('what is said about actions, values and filters', () => {
  test.each(allActions.map((action) => [action.name, action] as const))(
    'C3 %s can be written as its example, and says in two languages what it does',
    (name, action) => {
      const { example } = action;
      const source = typeof example === 'string' ? example.slice(name.length).trim() : withoutName(example);
      expect(action.bind(source)).not.toHaveProperty('faults');
      expect(action.title.ru).toMatch(/^[А-Я].*[^.]$/s);
      expect(action.title.en).toMatch(/^[A-Z].*[^.]$/s);
      expect(action.summary.ru).toMatch(/^[А-Я].*\.$/s);
      expect(action.summary.en).toMatch(/^[A-Z].*[.]$/s);
    },
  );

  it('C3 the arguments of each have a shape and titles that a form can be drawn from', () => {
    for (const { name, arguments: shape } of describeActions(allActions)) {
      expect(shape, name).toMatchObject({ type: 'object', additionalProperties: false });
      for (const [field, described] of Object.entries(Object(shape['properties'])))
        expect(described, `${name}.${field}`).toMatchObject({
          title: expect.any(String),
          'x-ru': { title: expect.any(String) },
        });
    }
  });

  it('C4 every value that a feature gives is explained', () => {
    expect(Object.keys(allValues).filter((name) => !valueNames.includes(name))).toEqual([]);
    expect(Object.keys(allLists).toSorted()).toEqual(listWords.map(({ name }) => name).toSorted());
    expect(new Set(valueWords.map(({ name }) => name)).size).toBe(valueWords.length);
  });

  it('O5 no message may name a secret, and an action may', async () => {
    const call = { action: 'http', url: 'https://example.org/', headers: { key: '{{ secret.crm_key }}' } };
    expect(await problems(screen('send', '{{ secret.crm_key }}'))).toHaveLength(1);
    expect(await problems(screen([call], 'x'))).toEqual([]);
  });

  it('C4 every filter is explained', () => {
    const explained = new Set(filterWords.map(({ name }) => name));
    expect(Object.keys(filters).filter((name) => !explained.has(name))).toEqual([]);
  });

  test.each(filterWords.map(({ example, gives }) => [example, gives]))('C4 %s gives %s', (example, gives) => {
    const compiled = createTemplates(filters).compile(example, 'plain');
    if (!compiled.ok) throw new Error(compiled.fault.detail);
    const context = {
      language: 'ru',
      timeZone: 'Europe/Moscow',
      today: Temporal.PlainDate.from('2026-11-22'),
      now: Temporal.Instant.from('2026-11-22T11:05:00Z'),
    };
    expect(compiled.template.render({}, context)).toBe(gives);
  });
});

function withoutName(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'action'));
}

const screen = (action: unknown, message: string) => ({
  minuta: 1 as const,
  callbacks: [{ callback_data: 'x', action, message }],
});

const problems = async (parts: object) => {
  const checked = checkDocument(parts);
  if (!checked.ok) throw new Error('the shape is wrong');
  return (await checker(checked.document)).filter(({ code }) => code === 'unknown_value');
};
