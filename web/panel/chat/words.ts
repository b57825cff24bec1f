import { defineWords } from '../words/words.ts';

export const chatWords = defineWords(
  {
    bot: 'Бот',
    you: 'Человек',
    edited: 'изменено',
    photo: 'Фото',
    spoiler: 'Скрытый текст, нажмите, чтобы прочитать',
    keyboard: 'Клавиатура бота',
    messages: 'Сообщения',
    toEnd: 'К последнему сообщению',
  },
  {
    bot: 'Bot',
    you: 'Person',
    edited: 'edited',
    photo: 'Photo',
    spoiler: 'Hidden text, press to read',
    keyboard: 'The bot’s keyboard',
    messages: 'Messages',
    toEnd: 'To the last message',
  },
);
