import { describe, expect, it } from 'vitest';
import { describeActions } from '../../../../../src/builder/describe-actions.ts';
import { allActions } from '../../../../../src/roles/actions.ts';
import type { Content, DraftEntry } from '../../../api/configuration.ts';
import { rememberedValues, withRemembered } from './remembered.ts';

const registry = describeActions(allActions);
const screen = (id: string, action: Content[string]): DraftEntry => ({
  kind: 'callback',
  id,
  revision: 1,
  content: { callback_data: id, action },
});
const entries = [
  screen('name', [{ action: 'ask', to: 'day', into: 'name' }]),
  screen('day', [{ action: 'ask', kind: 'date', to: 'thanks', into: 'day' }]),
  screen('thanks', ['send', 'set visited yes', 'set name again', 'add visits']),
  screen('broken', '[nothing of this can be read'),
];

describe('what a bot remembers', () => {
  it('C4 is found in questions and in steps that keep something, each once', () => {
    expect(rememberedValues(entries, registry).map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'vars.name: text',
      'vars.day: day',
      'vars.visited: any',
      'vars.visits: any',
    ]);
  });

  it('C4 is offered before everything else, in place of the example', () => {
    const example = { name: 'vars.score', type: 'any', ru: '', en: '' } as const;
    const known = { name: 'user.id', type: 'number', ru: '', en: '' } as const;
    const vocabulary = { values: [known, example], lists: [], filters: [] };
    const own = rememberedValues(entries.slice(0, 1), registry);
    expect(withRemembered(vocabulary, own).values.map(({ name }) => name)).toEqual(['vars.name', 'user.id']);
    expect(withRemembered(vocabulary, [])).toBe(vocabulary);
  });
});
