import { describe, expect, it } from 'vitest';
import { accusative } from './accusative.ts';

describe('the object of a verb in Russian', () => {
  it.each([
    ['Работа', 'Работу'],
    ['Учёба', 'Учёбу'],
    ['Гитара', 'Гитару'],
    ['Лекция', 'Лекцию'],
    ['ЙОГА', 'ЙОГУ'],
  ])('%s becomes %s', (name, expected) => {
    expect(accusative(name, 'ru')).toBe(expected);
  });

  it.each(['Чтение', 'Спорт', 'Дела', 'Занятия', 'Упражнения', 'Время', 'Моя работа', 'Math', 'Работа 🎸', ''])(
    '%s stays as it is',
    (name) => {
      expect(accusative(name, 'ru')).toBe(name);
    },
  );

  it('no other language changes a name', () => {
    expect(accusative('Работа', 'en')).toBe('Работа');
  });
});
