import { describe, expect, it } from 'vitest';
import type { CheckProblem, Content, DraftEntry, EntryKind } from '../../../api/configuration.ts';
import { fixesFor } from './fixes.ts';

const entry = (kind: EntryKind, id: string, content: Content): DraftEntry => ({ kind, id, revision: 1, content });
const menu = entry('callback', '2', {
  callback_data: 'menu',
  action: 'goto prises',
  message: { ru: '<b>Меню', en: 'Menu {{ usr.first_name }}, usr' },
});
const keys = entry('keyboard', 'keys', { layout: [[{ label: 'A', data: 'nowhere x' }], ['b', { label: 'C' }]] });

function problem(code: string, pointer: string, params: CheckProblem['params'] = {}): CheckProblem {
  const said = { ru: '', en: '' };
  return {
    code,
    severity: 'error',
    path: '',
    pointer,
    entry: null,
    line: null,
    column: null,
    message: said,
    proposal: null,
    params,
  };
}

const fixes = (of: DraftEntry | undefined, ...rest: Parameters<typeof problem>) =>
  fixesFor({ problem: problem(...rest), entry: of, entries: [menu, keys], first: { screen: 'New' } });

describe('mending by a click', () => {
  it('C9 makes the screen that a button misses, or takes the button away', () => {
    const [made, deleted] = fixes(keys, 'dead_button', '/keyboards/keys/layout/0/0/data', { data: 'nowhere x' });
    expect(made).toMatchObject({ remedy: 'createScreen', about: 'nowhere', opens: true });
    expect(made?.steps).toMatchObject([{ type: 'add', behind: '2', content: { callback_data: 'nowhere' } }]);
    expect(deleted?.steps).toMatchObject([{ after: { layout: [['b', { label: 'C' }]] } }]);
  });

  it('C9 puts what was probably meant in place of what was written', () => {
    const [fix] = fixes(menu, 'unknown_target', '/callbacks/0/action', { target: 'prises', nearest: 'prices' });
    expect(fix).toMatchObject({ remedy: 'useNearest', about: 'prices', steps: [{ after: { action: 'goto prices' } }] });
  });

  it('C9 mends a value’s name inside of templates and leaves other words alone', () => {
    const [fix] = fixes(menu, 'unknown_value', '/callbacks/0/message/en', { name: 'usr', nearest: 'user' });
    expect(fix?.steps).toMatchObject([{ after: { message: { en: 'Menu {{ user.first_name }}, usr' } } }]);
  });

  it('C9 closes what is open in the language where it is, and keeps the others', () => {
    const [fix] = fixes(menu, 'html_unclosed_tag', '/callbacks/0/message/ru', { tag: 'b' });
    expect(fix?.steps).toMatchObject([{ after: { message: { ru: '<b>Меню</b>', en: expect.any(String) } } }]);
  });

  it('C9 adds the handlers that every bot needs, where nothing has a place of its own', () => {
    expect(fixes(undefined, 'no_start', '')).toMatchObject([{ steps: [{ content: { pattern: '/start' } }] }]);
  });

  it('C9 deletes what nothing leads to, and offers nothing where only a person can know', () => {
    expect(fixes(menu, 'unreachable_callback', '/callbacks/0', { data: 'menu' })).toMatchObject([
      { remedy: 'deleteEntry' },
    ]);
    expect(fixes(menu, 'goto_cycle', '/callbacks/0/action')).toEqual([]);
  });

  it('C9 sends the message before the steps that forgot it, or takes it away', () => {
    expect(fixes(menu, 'message_unseen', '/callbacks/0/message')).toMatchObject([
      { steps: [{ after: { action: ['send', 'goto prises'] } }] },
      { steps: [{ after: { message: null } }] },
    ]);
  });
});
