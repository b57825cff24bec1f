import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampEnd } from '../telegram/buttons.ts';
import { checkHtml } from './rules/telegram-html.ts';
import { anna, engineOf, labels, pressed, tell, typed, type TestBotOptions } from './testing.ts';

/** A bot with one screen, on a keyboard of these rows. */
function oneScreen(screen: object, layout?: unknown[][], options: TestBotOptions & { keyboard?: object } = {}) {
  const keyboard = layout && { keyboards: { rows: { layout, ...options.keyboard } } };
  return engineOf(
    {
      handlers: [{ pattern: '/show', action: 'goto screen' }],
      callbacks: [
        {
          callback_data: 'screen',
          action: 'edit',
          message: 'Текст',
          ...(layout ? { keyboard_id: 'rows' } : {}),
          ...screen,
        },
        { callback_data: 'other', action: 'edit', message: 'Другое' },
      ],
      ...keyboard,
    },
    options,
  );
}
const button = (label: string, more: object = {}) => ({ label, data: 'other', ...more });
const list = (count: number, size = 10) =>
  Array.from({ length: count }, (_, i) => ({ id: i + 1, name: 'x'.repeat(size) }));

/** A bot that says so many units of what is awkward to cut. */
const longText = (units: number, more: object = {}) =>
  oneScreen({ message: '<b>{{ user.first_name }}</b> {{ long }}', ...more }, undefined, {
    values: { long: () => '<&🙂'.repeat(units / 4) },
  });

/** A bot that shows so many buttons of a list and a way back. */
const things = (count: number, more: object = {}) =>
  oneScreen(
    {},
    [[{ each: 'things', label: '{{ item.id }}', data: 'other {{ item.id }}', ...more }], [button('Назад')]],
    {
      lists: { things: () => list(count) },
    },
  );

describe('a text', () => {
  it('B4 is cut where Telegram’s limit is, with its formatting closed', async () => {
    const [screen] = (await tell(longText(6000), pressed('screen'))).screens;
    const checked = checkHtml(screen?.text ?? '');
    if (!checked.ok) throw new Error(checked.problem);
    expect(checked.length).toBeLessThanOrEqual(4096);
    expect(checked.length).toBeGreaterThan(4000);
    expect(screen?.text.endsWith('…')).toBe(true);
  });

  it('B4 is cut earlier under a photo', async () => {
    const [screen] = (await tell(longText(6000, { photo_url: 'https://example.org/a.png' }), pressed('screen')))
      .screens;
    const checked = checkHtml(screen?.text ?? '');
    expect(checked.ok && checked.length).toBeLessThanOrEqual(1024);
    expect(screen?.photoUrl).toBe('https://example.org/a.png');
  });

  it('is whole where it fits, to the sign', async () => {
    const exact = oneScreen({ message: '{{ exact }}' }, undefined, { values: { exact: () => 'я'.repeat(4096) } });
    expect((await tell(exact, pressed('screen'))).screens[0]?.text).toHaveLength(4096);
  });

  it('never holds half an emoji, however a filter has cut it', async () => {
    const cut = oneScreen({ message: '{{ user.first_name | split: "" | last }}!' }, [
      [button('{{ user.first_name | split: "" | last }}')],
    ]);
    const [screen] = (await tell(cut, pressed('screen'), { person: { ...anna, firstName: '🙂' } })).screens;
    expect(screen?.text).toBe('\ufffd!');
    expect(labels(screen)).toEqual([['\ufffd']]);
  });

  it('that comes to nothing is no message', async () => {
    expect((await tell(oneScreen({ message: '{% if nobody %}x{% endif %}' }), pressed('screen'))).screens).toEqual([]);
  });

  it('is in the language of the reader, else in Russian', async () => {
    const both = oneScreen({ message: { ru: 'по-русски', en: 'in English' } });
    const english = { person: { ...anna, language: 'en' as const } };
    expect((await tell(both, pressed('screen'), english)).screens[0]?.text).toBe('in English');
    expect(
      (await tell(oneScreen({ message: { ru: 'только так' } }), pressed('screen'), english)).screens[0]?.text,
    ).toBe('только так');
  });

  it('asks only for the values it names', async () => {
    const asked: string[] = [];
    const value = (name: string) => () => void asked.push(name);
    const bot = oneScreen({ message: '{{ one }}-' }, [[button('x', { when: '{{ two }}' })]], {
      values: { one: value('one'), two: value('two'), three: value('three') },
    });
    await tell(bot, pressed('screen'));
    expect(asked).toEqual(['one', 'two']);
  });
});

describe('a keyboard', () => {
  it('leaves out a button whose condition does not hold, and a row that is empty then', async () => {
    const bot = oneScreen(
      {},
      [
        [button('да', { when: '{{ yes }}' }), button('нет', { when: '{{ no }}' })],
        [button('нет', { when: ' {{ no }} ' })],
      ],
      { values: { yes: () => 1, no: () => '' } },
    );
    expect(labels((await tell(bot, pressed('screen'))).screens[0])).toEqual([['да']]);
  });

  it('is none where no button is left', async () => {
    const bot = oneScreen({}, [[button('нет', { when: '{{ no }}' }), button('{{ no }}')]]);
    expect((await tell(bot, pressed('screen'))).screens).toEqual([{ text: 'Текст' }]);
  });

  it('marks the button that leads to where one is, arguments included', async () => {
    const layout = [
      [button('Сегодня', { data: 'screen today' }), button('Вчера', { data: 'screen yesterday' }), button('Назад')],
    ];
    const bot = oneScreen({}, layout, { keyboard: { marks_chosen: true } });
    expect(labels((await tell(bot, pressed('screen yesterday'))).screens[0])).toEqual([
      ['Сегодня', '• Вчера', 'Назад'],
    ]);
    expect(labels((await tell(oneScreen({}, layout), pressed('screen today'))).screens[0])).toEqual([
      ['Сегодня', 'Вчера', 'Назад'],
    ]);
  });

  it('under the input field sends its labels, and says what is typed there', async () => {
    const bot = oneScreen({ action: 'send' }, [[{ label: 'Где я', request_location: true }, button('Меню')]], {
      keyboard: { kind: 'reply', placeholder: 'Ваш ответ', one_time: true },
    });
    expect((await tell(bot, typed('/show'))).screens[0]?.keyboard).toEqual({
      kind: 'reply',
      rows: [[{ label: 'Где я', requests: 'location' }, { label: 'Меню' }]],
      oneTime: true,
      placeholder: 'Ваш ответ',
    });
  });

  it('leaves out a button whose data has grown too long, and the log hears of it without what it said', async () => {
    const layout = [
      [button('плохая', { data: 'other {{ long }}' }), button('хорошая')],
      [button('плохая', { data: 'other {{ long }}' })],
    ];
    const bot = oneScreen({}, layout, { values: { long: () => 'секрет'.repeat(5) } });
    const { screens, turn } = await tell(bot, pressed('screen'));
    expect(labels(screens[0])).toEqual([['хорошая']]);
    expect(turn.flaws).toEqual(Array.from({ length: 2 }, () => 'a button of keyboard rows has data of 66 bytes'));
  });

  it('fits Telegram’s 64 bytes with both versions on it, whatever is rendered or pressed', async () => {
    const bot = oneScreen(
      {},
      [
        [button('x', { data: 'screen {{ about }}' })],
        [{ each: 'things', label: '{{ item.id }}', data: 'screen {{ item.name }}' }],
      ],
      {
        values: { about: (turn) => turn.args },
        lists: { things: () => list(9) },
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 70 }), async (words) => {
        const { screens } = await tell(bot, pressed(`screen ${words}`));
        for (const { data = '' } of screens.flatMap(({ keyboard }) => keyboard?.rows.flat() ?? []))
          expect(Buffer.byteLength(data + stampEnd({ tracker: 36 ** 7 - 1, config: 36 ** 5 - 1 }))).toBeLessThanOrEqual(
            64,
          );
      }),
    );
  });
});

describe('a list of buttons', () => {
  it('is shown six to a page, and other buttons stay on every page', async () => {
    const bot = things(14);
    const pages = await Promise.all(
      ['screen', 'screen ~2', 'screen ~3'].map(async (data) => labels((await tell(bot, pressed(data))).screens[0])),
    );
    expect(pages).toEqual([
      [...['1', '2', '3', '4', '5', '6'].map((id) => [id]), ['›'], ['Назад']],
      [...['7', '8', '9', '10', '11', '12'].map((id) => [id]), ['‹', '›'], ['Назад']],
      [['13'], ['14'], ['‹'], ['Назад']],
    ]);
  });

  it('keeps the words of the screen while pages are turned', async () => {
    const { screens } = await tell(things(8), pressed('screen all of it'));
    expect(screens[0]?.keyboard?.rows.flat().find(({ label }) => label === '›')?.data).toBe('screen all of it ~2');
    const next = await tell(things(8), pressed('screen all of it ~2'));
    expect(next.screens[0]?.keyboard?.rows.flat().find(({ label }) => label === '‹')?.data).toBe('screen all of it ~1');
  });

  it.each(['screen ~9999', 'screen ~99', 'screen ~0'])(
    'shows a page there is where one is asked for that is not («%s»)',
    async (data) => {
      const shown = labels((await tell(things(8), pressed(data))).screens[0]).flat();
      expect(shown).toContain(data === 'screen ~0' ? '1' : '8');
    },
  );

  it('has no pages to turn where all fits on one', async () => {
    expect(labels((await tell(things(6), pressed('screen'))).screens[0])).toHaveLength(7);
    expect(labels((await tell(things(0), pressed('screen'))).screens[0])).toEqual([['Назад']]);
  });

  it('is laid out in columns', async () => {
    expect(labels((await tell(things(5, { columns: 2 }), pressed('screen'))).screens[0])).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5'],
      ['Назад'],
    ]);
  });

  it('never brings more buttons than Telegram takes under one message', async () => {
    const lots = oneScreen(
      {},
      Array.from({ length: 6 }, () => [{ each: 'things', label: 'x', data: 'other', columns: 8, page_size: 30 }]),
      { lists: { things: () => list(30) } },
    );
    const shown = labels((await tell(lots, pressed('screen'))).screens[0]);
    expect(shown.flat().length).toBeLessThanOrEqual(100);
    expect(shown.flat().length).toBeGreaterThan(80);
  });

  it('is empty where nobody provides it', async () => {
    const bot = oneScreen({}, [[{ each: 'nothing', label: 'x', data: 'other' }], [button('Назад')]]);
    expect(labels((await tell(bot, pressed('screen'))).screens[0])).toEqual([['Назад']]);
  });
});
