import { describe, expect, it } from 'vitest';
import { changedContent, fieldProblems, inlineButtons } from './content.ts';

const words = { message: { ru: 'а', en: 'a' }, proposal: null };

describe('C13 a broadcast’s content in the editor', () => {
  it('has each problem at the place it is about', () => {
    const problems = [
      { code: 'dead_button', severity: 'error' as const, path: 'layout[0][1].data', ...words },
      { code: 'html', severity: 'error' as const, path: 'message.ru', ...words },
    ];
    expect(fieldProblems(problems, 'layout').map(({ place }) => place)).toEqual([['0', '1', 'data']]);
    expect(fieldProblems(problems, 'message').map(({ place }) => place)).toEqual([['ru']]);
    expect(fieldProblems(problems, 'photo_url')).toEqual([]);
  });

  it('has no fields for what was taken away', () => {
    const content = { message: 'a', photo_url: 'https://example.org/a.png' };
    expect(changedContent(content, { photo_url: undefined })).toEqual({ message: 'a' });
    expect(changedContent(content, { layout: [] })).toEqual(content);
  });

  it('has buttons alone, no lists and none that keyboards share', () => {
    const button = { label: 'a', data: 'menu' };
    expect(inlineButtons([[button, 'shared'], ['shared'], [{ each: 'activities', label: 'b' }]])).toEqual([[button]]);
  });
});
