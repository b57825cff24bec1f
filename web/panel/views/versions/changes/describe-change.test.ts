import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../api/configuration.ts';
import { changeWords } from './change-words.ts';
import { comparedTexts } from './compared-texts.ts';
import { sentencesOf, titleOf } from './describe-change.ts';

const russian = { words: changeWords.ru, language: 'ru' } as const;
const changed = (...fields: Difference['fields']): Difference => ({
  change: 'changed',
  kind: 'callback',
  id: '7',
  name: 'welcome',
  moved: false,
  fields,
});

describe('what changed, in words', () => {
  it.each([
    ['/help', 'Команда /help'],
    ['/start=friend', 'Ссылка с меткой «friend»'],
    ['Меню', 'Ответ на слова «Меню»'],
    ['Заказ*', 'Ответ на слова, что начинаются с «Заказ»'],
    ['*помощь*', 'Ответ на слова, в которых есть «помощь»'],
    ['re:^\\d+$', 'Ответ на выражение ^\\d+$'],
    ['*', 'Ответ на всё остальное'],
  ])('C9 calls a handler by what people write: %s', (name, title) => {
    expect(titleOf({ kind: 'handler', name }, changeWords.ru)).toBe(title);
  });

  it('C9 says what became of buttons, texts, pictures and switches', () => {
    const before = [[{ label: 'Начать', data: 'begin' }]];
    const after = [[{ label: 'Старт', data: 'begin' }]];
    const difference = changed(
      { field: 'layout', before, after },
      { field: 'message', before: { ru: 'а', en: 'a' }, after: { ru: 'б', en: 'a' } },
      { field: 'photo_url', before: null, after: 'upload:1' },
      { field: 'enabled', before: null, after: false },
      { field: 'callback_data', before: 'welcome', after: 'hello' },
    );
    expect(sentencesOf({ ...difference, moved: true }, russian)).toEqual([
      'Кнопка «Начать» переименована в «Старт».',
      'Изменён текст: русский.',
      'Появилась картинка.',
      'Выключено.',
      'Называется теперь «hello», а было «welcome».',
      'Стоит на другом месте среди остальных.',
    ]);
  });

  it('C9 shows side by side only the languages that are different', () => {
    const texts = { field: 'message', before: { ru: 'а', en: 'a' }, after: { ru: 'б', en: 'a' } };
    const layout = { field: 'layout', before: null, after: [[{ label: 'Сайт', url: 'https://example.com' }, 'more']] };
    expect(comparedTexts(changed(texts, layout), russian)).toEqual([
      { title: 'Текст, русский', before: 'а', after: 'б' },
      { title: 'Кнопки', before: null, after: '[ Сайт → https://example.com ] [ more ]' },
    ]);
  });
});
