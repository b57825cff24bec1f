import { describe, expect, it } from 'vitest';
import type { Content, DraftEntry, EntryKind } from '../../../api/configuration.ts';
import { additionSteps, removalSteps } from './change-ways.ts';

const entry = (kind: EntryKind, id: string, content: Content): DraftEntry => ({ kind, id, revision: 1, content });
const more = { label: 'More', data: 'more' };
const screens = [
  entry('callback', '1', { callback_data: 'welcome', message: 'Hello', keyboard_id: 'main' }),
  entry('callback', '2', { callback_data: 'help', message: 'Help' }),
  entry('handler', '3', { pattern: '/start', message: 'Hi', keyboard_id: 'main' }),
  entry('keyboard', 'main', { kind: 'inline', layout: [[more]] }),
];
const on = (id: string) => ({ kind: 'callback', id }) as const;
const wish = { label: 'Help', data: 'help', isOwnRow: true, isCopied: false };
const button = { label: 'Help', data: 'help' };

describe('an arrow in the picture', () => {
  it('C11 adds a button to the keyboard of the screen, in a row of its own or in the last one', () => {
    const [step] = additionSteps(screens, { ...wish, on: on('1') });
    expect(step).toMatchObject({ type: 'fields', ref: { id: 'main' }, after: { layout: [[more], [button]] } });
    const [beside] = additionSteps(screens, { ...wish, on: on('1'), isOwnRow: false });
    expect(beside).toMatchObject({ before: { layout: [[more]] }, after: { layout: [[more, button]] } });
  });

  it('C11 makes a keyboard where there is none, and a copy where others keep theirs', () => {
    expect(additionSteps(screens, { ...wish, on: on('2') })).toMatchObject([
      { type: 'add', ref: { kind: 'keyboard', id: 'help' }, content: { layout: [[button]] } },
      { type: 'fields', ref: { id: '2' }, before: { keyboard_id: null }, after: { keyboard_id: 'help' } },
    ]);
    expect(additionSteps(screens, { ...wish, on: on('1'), isCopied: true })).toMatchObject([
      { type: 'add', ref: { id: 'welcome' }, content: { kind: 'inline', layout: [[more], [button]] } },
      { type: 'fields', ref: { id: '1' }, before: { keyboard_id: 'main' }, after: { keyboard_id: 'welcome' } },
    ]);
  });

  it('C11 takes a button away, and the keyboard with its last one', () => {
    const way = {
      kind: 'button',
      label: 'More',
      keyboard: 'main',
      place: { row: 0, column: 0 },
      perhaps: false,
    } as const;
    expect(removalSteps(screens, way)).toMatchObject([
      { ref: { id: '1' }, after: { keyboard_id: null } },
      { ref: { id: '3' }, after: { keyboard_id: null } },
    ]);
    const two = [...screens.slice(0, 3), entry('keyboard', 'main', { layout: [[more, button], ['shared']] })];
    expect(removalSteps(two, way)).toMatchObject([{ after: { layout: [[button], ['shared']] } }]);
    const shared = { ...way, place: { shared: 'shared' } };
    expect(removalSteps(two, shared)).toMatchObject([{ after: { layout: [[more, button]] } }]);
  });

  it('C11 takes nothing away where another button stands by now', () => {
    const way = {
      kind: 'button',
      label: 'Gone',
      keyboard: 'main',
      place: { row: 0, column: 0 },
      perhaps: false,
    } as const;
    expect(removalSteps(screens, way)).toEqual([]);
  });
});
