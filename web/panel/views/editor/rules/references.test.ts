import { describe, expect, it } from 'vitest';
import type { Content, DraftEntry, EntryKind } from '../../../api/configuration.ts';
import { referencesTo } from './references.ts';

const entry = (kind: EntryKind, id: string, content: Content): DraftEntry => ({ kind, id, revision: 1, content });
const start = entry('handler', '1', { pattern: '/start', action: 'goto menu now', keyboard_id: 'main' });
const menu = entry('callback', '2', { callback_data: 'menu', action: 'send', handler_id: '1' });
const branch = entry('callback', '3', {
  callback_data: 'menu.more',
  action: [{ action: 'branch', cases: [{ when: 'x', to: 'menu' }] }, 'goto /start'],
});
const listed = entry('callback', '4', { callback_data: 'other', action: '["edit", "keyboard main"]' });
const main = entry('keyboard', 'main', { layout: [[{ label: 'Menu', data: 'menu today' }, 'shared']] });
const shared = entry('button', 'shared', { label: 'More', data: 'menu.more' });
const all = [start, menu, branch, listed, main, shared];

describe('what leads to an entry', () => {
  it.each([
    [menu, ['handler/1 action', 'callback/3 action', 'keyboard/main button']],
    [branch, ['button/shared button']],
    [start, ['callback/2 owner', 'callback/3 action']],
    [main, ['handler/1 keyboard', 'callback/4 action']],
    [shared, ['keyboard/main button']],
  ])('C1 is found in buttons, steps and keyboards ($kind $id)', (target, expected) => {
    expect(referencesTo(all, target).map(({ from, how }) => `${from.kind}/${from.id} ${how}`)).toEqual(expected);
  });
});
