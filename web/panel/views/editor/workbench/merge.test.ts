import { describe, expect, it } from 'vitest';
import { clashesOf, leftToSave } from './merge.ts';

const base = { pattern: '/hi', action: ['send'], message: { ru: 'Привет', en: 'Hi' } };

describe('two people at one entry', () => {
  it('C1 different fields stand side by side', () => {
    expect(clashesOf(base, { message: 'Hello' }, { ...base, pattern: '/hello' })).toEqual([]);
  });

  it('C1 the same field changed twice has to be chosen', () => {
    expect(clashesOf(base, { message: 'Mine' }, { ...base, message: 'Theirs' })).toEqual([
      { field: 'message', base: base.message, mine: 'Mine', theirs: 'Theirs' },
    ]);
  });

  it('C1 the same change made by both is no conflict, whatever the order of the languages', () => {
    const theirs = { ...base, message: { en: 'Hey', ru: 'Привет' } };
    expect(clashesOf(base, { message: { ru: 'Привет', en: 'Hey' } }, theirs)).toEqual([]);
  });

  it('C1 a field that one took away and the other changed has to be chosen', () => {
    const { message: _, ...without } = base;
    expect(clashesOf(base, { message: 'Mine' }, without)).toMatchObject([{ mine: 'Mine', theirs: null }]);
    expect(clashesOf(base, { message: null }, without)).toEqual([]);
  });

  it('C1 what is saved already is not sent again', () => {
    expect(leftToSave({ message: 'new', action: ['send'], photo_url: null }, base)).toEqual({ message: 'new' });
  });
});
