import { describe, expect, it } from 'vitest';
import type { ConfigDocument } from '../../../../src/builder/schema.ts';
import { isPlain, mainMenus } from './main-menus.ts';

const document: ConfigDocument = {
  minuta: 1,
  ready_made_activities: [{ ru: 'Работа', en: 'Work' }],
  handlers: [
    { pattern: '/start', action: ['goto welcome', { action: 'goto', to: 'choose' }] },
    { pattern: '/menu', action: 'goto menu' },
  ],
  callbacks: [
    { callback_data: 'welcome', action: 'send', message: 'Hello', keyboard_id: 'menu' },
    { callback_data: 'choose', action: 'edit', message: { ru: 'Что?', en: 'What?' }, keyboard_id: 'activities' },
    { callback_data: 'menu', action: 'send', message: 'The menu', keyboard_id: 'menu' },
  ],
  keyboards: {
    menu: { kind: 'reply', layout: [[{ label: { ru: 'Начать', en: 'Start' }, data: 'choose' }, 'help']] },
    activities: {
      layout: [
        [{ each: 'activities', label: '{{ item.name }}', data: 'go {{ item.id }}' }],
        [{ label: '{{ x }}', data: 'x' }],
      ],
    },
  },
  buttons: { help: { label: 'Help', data: 'menu' } },
};

describe('the screens that people meet first', () => {
  it('C2 are those to which /menu and /start lead, each keyboard once, in the reader’s language', () => {
    const [menu, choose, ...more] = mainMenus(document, 'en');
    expect(more).toEqual([]);
    expect(menu).toMatchObject({ name: 'menu', html: 'The menu', kind: 'reply' });
    expect(menu?.rows).toEqual([
      [
        { label: 'Start', place: { in: 'keyboard', keyboard: 'menu', row: 0, column: 0 } },
        { label: 'Help', place: { in: 'button', button: 'help' } },
      ],
    ]);
    expect(choose).toMatchObject({ name: 'choose', html: 'What?', kind: 'inline' });
  });

  it('C2 show activities by those that a new person has', () => {
    const labels = mainMenus(document, 'ru')[1]?.rows.map((row) => row.map(({ label }) => label));
    expect(labels).toEqual([['Работа'], ['{{ x }}']]);
  });

  it('C2 offer for renaming only buttons that say the same to everybody', () => {
    const buttons = mainMenus(document, 'ru').flatMap(({ rows }) => rows.flat().filter(isPlain));
    expect(buttons.map(({ label }) => label)).toEqual(['Начать', 'Help']);
  });

  it('C2 are none where the first commands lead to no buttons', () => {
    expect(mainMenus({ ...document, callbacks: [] }, 'ru')).toEqual([]);
    expect(mainMenus({ ...document, handlers: [] }, 'ru')).toEqual([]);
  });
});
