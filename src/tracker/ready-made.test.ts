import { expect, it } from 'vitest';
import { readyMadeNames } from './ready-made.ts';

const namesIn = (language: string, ...texts: Parameters<typeof readyMadeNames>[0]) =>
  readyMadeNames(texts, language).map(({ name }) => name);

it('T1 ready-made activities are called as somebody of the language calls them, else as in Russian', () => {
  const texts = ['Yoga', { en: 'Reading', ru: 'Чтение' }, { de: 'Arbeit', ru: 'Работа' }, { de: 'Sport' }];
  expect(namesIn('en', ...texts)).toEqual(['Yoga', 'Reading', 'Работа', 'Sport']);
  expect(namesIn('ru', ...texts)).toEqual(['Yoga', 'Чтение', 'Работа', 'Sport']);
});

it('T1 ready-made activities are names, each one once', () => {
  expect(namesIn('ru', ' Чтение ', 'чтение', ' ', 'я'.repeat(65))).toEqual(['Чтение']);
});
