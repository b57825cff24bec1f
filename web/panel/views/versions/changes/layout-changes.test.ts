import { describe, expect, it } from 'vitest';
import { layoutChanges } from './layout-changes.ts';
import { textIn } from '../../../words/text-in.ts';

const start = { label: { ru: 'Начать', en: 'Start' }, data: 'tracker.choose' };
const stop = { label: { ru: 'Завершить', en: 'Finish' }, data: 'tracker.finish' };

const changes = (before: object[][], after: object[][]) =>
  layoutChanges(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after)), (label) => textIn(label, 'ru'));

describe('what became of a keyboard’s buttons', () => {
  it('C9 tells a new label from a new button', () => {
    const renamed = { ...start, label: { ru: 'Старт', en: 'Go' } };
    expect(changes([[start, stop]], [[renamed, stop]])).toEqual([{ type: 'renamed', label: 'Начать', to: 'Старт' }]);
    const help = { label: { ru: 'Помощь' }, data: 'help' };
    expect(changes([[start]], [[start], [help]])).toEqual([{ type: 'added', label: 'Помощь' }]);
    expect(changes([[start, stop]], [[stop]])).toEqual([{ type: 'removed', label: 'Начать' }]);
  });

  it('C9 tells where a button leads now, and when something else of it changed', () => {
    expect(changes([[start]], [[{ ...start, data: 'welcome' }]])).toEqual([
      { type: 'redirected', label: 'Начать', from: 'tracker.choose', to: 'welcome' },
    ]);
    expect(changes([[start]], [[{ ...start, when: '{{ session }}' }]])).toEqual([{ type: 'changed', label: 'Начать' }]);
  });

  it('C9 tells of an order only where nothing came or went', () => {
    expect(changes([[start, stop]], [[stop, start]])).toEqual([{ type: 'arranged' }]);
    expect(changes([[start, stop]], [[start], [stop]])).toEqual([{ type: 'arranged' }]);
    expect(changes([[start, stop]], [[start, stop]])).toEqual([]);
  });
});
