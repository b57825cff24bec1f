import { describe, expect, it } from 'vitest';
import type { DraftEntry } from '../../../api/configuration.ts';
import { editorWords } from '../editor-words.ts';
import { titleOf } from './titles.ts';

const spoken = {
  language: 'en',
  words: editorWords.en.titles,
  actionTitle: (name: string) => (name === 'tracker.start' ? 'Start the timer' : name),
} as const;
const callback = (content: DraftEntry['content']): DraftEntry => ({
  kind: 'callback',
  id: '1',
  revision: 1,
  content: { callback_data: 'begin', ...content },
});
const titleDoing = (action: string) => titleOf(callback({ action }), spoken).title;

describe('what an entry is called in the list', () => {
  it('A4 a screen is called by what it says, with its name below', () => {
    const entry = callback({ action: 'edit', message: '<b>Welcome</b>\nto the bot' });
    expect(titleOf(entry, spoken)).toEqual({ title: 'Welcome', about: 'begin' });
  });

  it('A4 a screen that says nothing is called by what it does', () => {
    expect(titleDoing('tracker.start')).toBe('Start the timer');
    expect(titleDoing('["tracker.start","pause 5"]')).toBe('Start the timer');
    expect(titleDoing('goto menu')).toBe('→ menu');
  });

  it('A4 a command that says nothing tells what it does below', () => {
    const content = { pattern: '/begin', action: 'tracker.start' };
    const entry: DraftEntry = { kind: 'handler', id: '1', revision: 1, content };
    expect(titleOf(entry, spoken)).toEqual({ title: '/begin', about: 'Start the timer' });
  });
});
