import { defineWords } from '../../words/words.ts';

export const targetWords = defineWords(
  {
    screens: 'Экраны',
    actions: 'Что бот умеет',
    handlers: 'Команды и слова',
    find: 'Найти экран',
    nothing: 'Ничего не нашлось',
    create: (name: string) => `Создать экран «${name}»`,
    createAction: 'Добавить к тому, что бот умеет',
    choose: 'Выберите',
    missing: (name: string) => `«${name}» не найдено`,
    words: 'Слова для него',
    wordsHint: 'То, что экран получит вместе с нажатием, например период или номер',
    addWords: 'Добавить слова',
    clear: 'Убрать',
  },
  {
    screens: 'Screens',
    actions: 'What the bot can do',
    handlers: 'Commands and words',
    find: 'Find a screen',
    nothing: 'Nothing was found',
    create: (name: string) => `Create the screen “${name}”`,
    createAction: 'Add to what the bot can do',
    choose: 'Choose',
    missing: (name: string) => `“${name}” is not there`,
    words: 'Words for it',
    wordsHint: 'What the screen gets with the press, such as a period or a number',
    addWords: 'Add words',
    clear: 'Clear',
  },
);
