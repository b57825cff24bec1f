import { describe, expect, it } from 'vitest';
import { languagesOf, split, withTranslation } from './translations.ts';

describe('a text in several languages', () => {
  it('C4 shows the languages of the bot first, and every other that it has', () => {
    expect(languagesOf({ de: 'Hallo', en: 'Hello' })).toEqual(['ru', 'en', 'de']);
    expect(languagesOf('Hello')).toEqual([]);
  });

  it('C4 an emptied translation is gone, and with the last one the text', () => {
    expect(withTranslation({ ru: 'Да', en: 'Yes' }, 'en', '')).toEqual({ ru: 'Да' });
    expect(withTranslation({ ru: 'Да' }, 'en', 'Yes')).toEqual({ ru: 'Да', en: 'Yes' });
    expect(withTranslation({ ru: 'Да' }, 'ru', '')).toBeUndefined();
    expect(withTranslation(undefined, 'en', 'Yes')).toEqual({ en: 'Yes' });
  });

  it('C4 one text for everybody becomes the same text in each language', () => {
    expect(split('Да')).toEqual({ ru: 'Да', en: 'Да' });
  });
});
