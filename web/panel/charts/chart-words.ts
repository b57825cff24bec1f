import { defineWords } from '../words/words.ts';

export const chartWords = defineWords(
  {
    loading: 'Загружается…',
    empty: 'За это время ничего не было.',
    table: 'Таблица',
    picture: 'График',
  },
  {
    loading: 'Loading…',
    empty: 'There was nothing in this time.',
    table: 'Table',
    picture: 'Picture',
  },
);
