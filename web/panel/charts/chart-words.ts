import { defineWords } from '../words/words.ts';

export const chartWords = defineWords(
  {
    loading: 'Загружается…',
    empty: 'За это время ничего не было.',
    asTable: 'Показать таблицей',
    table: 'Таблица',
    picture: 'График',
  },
  {
    loading: 'Loading…',
    empty: 'There was nothing in this time.',
    asTable: 'Show as a table',
    table: 'Table',
    picture: 'Picture',
  },
);
