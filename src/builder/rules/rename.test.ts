import { describe, expect, test } from 'vitest';
import type { DraftEntry, EntryContent, EntryKind } from './draft.ts';
import { renameReferences, type References, type Rename } from './rename.ts';

/** `goto` and `ask` lead somewhere, `keyboard` names one. */
const references: References = (step) => {
  if (typeof step !== 'string') return [step['to'], step['otherwise']].filter((to) => typeof to === 'string');
  const [action = '', to = ''] = step.split(' ');
  return ['goto', 'ask', 'keyboard'].includes(action) ? [to] : [];
};

function after(rename: Rename, kind: EntryKind, content: EntryContent): EntryContent | undefined {
  const entry: DraftEntry = { kind, id: '1', position: 1, content, revision: 1 };
  return renameReferences([entry], rename, references)[0]?.content;
}

describe('a callback with another name', () => {
  const rename: Rename = { kind: 'callback', from: 'menu', to: 'main' };
  test.each<[string, unknown, unknown]>([
    ['words', 'goto menu', 'goto main'],
    ['words with arguments', 'goto menu today', 'goto main today'],
    ['a list', ['send', 'ask menu'], ['send', 'ask main']],
    ['fields', [{ action: 'branch', to: 'x', otherwise: 'menu' }], [{ action: 'branch', to: 'x', otherwise: 'main' }]],
    ['a list in text', '["send","goto menu"]', '["send","goto main"]'],
  ])('C1 is named so by actions: %s', (_, before, expected) => {
    expect(after(rename, 'handler', { pattern: '/a', action: before })).toEqual({ pattern: '/a', action: expected });
  });

  test('C1 is named so by buttons, with the words behind it', () => {
    const layout = [[{ label: 'a', data: 'menu' }, { label: 'b', data: 'menu {{ x }}' }, 'menu'], ['other']];
    expect(after(rename, 'keyboard', { layout })).toEqual({
      layout: [[{ label: 'a', data: 'main' }, { label: 'b', data: 'main {{ x }}' }, 'menu'], ['other']],
    });
    expect(after(rename, 'button', { label: 'menu', data: 'menu 1' })).toEqual({ label: 'menu', data: 'main 1' });
  });

  test.each<[string, EntryKind, EntryContent]>([
    ['another callback', 'handler', { action: 'goto menu.more' }],
    ['an action that is called so', 'handler', { action: 'menu menu' }],
    ['data that only begins so', 'button', { label: 'a', data: 'menu.more' }],
    ['a text', 'handler', { action: 'send', message: 'menu' }],
    ['a list that cannot be read', 'handler', { action: '[goto menu' }],
  ])('C1 leaves alone what means something else: %s', (_, kind, content) => {
    expect(after(rename, kind, content)).toBeUndefined();
  });
});

test('C1 a keyboard with another name is shown under it', () => {
  const rename: Rename = { kind: 'keyboard', from: 'main', to: 'first' };
  expect(after(rename, 'callback', { action: 'keyboard main', keyboard_id: 'main' })).toEqual({
    action: 'keyboard first',
    keyboard_id: 'first',
  });
});

test('C1 a shared button with another name stands where it stood', () => {
  expect(after({ kind: 'button', from: 'save', to: 'keep' }, 'keyboard', { layout: [['save', 'x']] })).toEqual({
    layout: [['keep', 'x']],
  });
});
