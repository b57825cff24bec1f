import { describe, expect, it } from 'vitest';
import type { DraftEntry } from '../../../api/configuration.ts';
import { hitsIn, isFound, replacedIn, wordsOf } from './search.ts';
import type { Title } from './titles.ts';

const screen: DraftEntry = {
  kind: 'callback',
  id: '7',
  revision: 1,
  content: {
    callback_data: 'prices',
    action: ['edit', 'goto prices.old'],
    message: { ru: 'Цены (от 5 €)', en: 'Prices' },
  },
};

const titled = (): Title => ({ title: 'Показать сегодня', about: 'prices' });

describe('finding and replacing', () => {
  it('C1 finds an entry by words anywhere in it', () => {
    expect(isFound(screen, wordsOf('цены PRICES'), titled)).toBe(true);
    expect(isFound(screen, wordsOf('prices nowhere'), titled)).toBe(false);
  });

  it('C1 finds an entry by the title it is shown under, with words that stand in it', () => {
    expect(isFound(screen, wordsOf('показать'), titled)).toBe(true);
    expect(isFound(screen, wordsOf('сегодня цены'), titled)).toBe(true);
    expect(isFound(screen, wordsOf('показать завтра'), titled)).toBe(false);
  });

  it('C1 shows each place with what stands around it, in every language, in capitals or not', () => {
    expect(hitsIn([screen], { text: 'price', isExact: false }).map(({ field, found }) => [field, found])).toEqual([
      ['callback_data', 'price'],
      ['action', 'price'],
      ['message', 'Price'],
    ]);
    expect(hitsIn([screen], { text: '(от 5', isExact: true })).toMatchObject([{ before: 'Цены ', after: ' €)' }]);
  });

  it('C1 replaces as it is written, in the chosen fields only', () => {
    const { before, after } = replacedIn(
      screen.content,
      new Set(['message', 'photo_url']),
      { text: 'prices', isExact: false },
      'Cost $&',
    );
    expect(after).toEqual({ message: { ru: 'Цены (от 5 €)', en: 'Cost $&' } });
    expect(before).toEqual({ message: screen.content['message'] });
  });
});
