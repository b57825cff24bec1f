import { describe, expect, it } from 'vitest';
import { answerTurn, type Engines } from './answer-turn.ts';
import type { Conversation } from './conversations.ts';
import { anna, beginning, engineOf, labels, pressed, tell, typed, type Told } from './testing.ts';

const texts = (told: Pick<Told, 'screens'>) => told.screens.map(({ text }) => text);
const say = (data: string, message: string, more: object = {}) => ({
  callback_data: data,
  action: 'send',
  message,
  ...more,
});
const question = (told: Told): Conversation => {
  if (!told.asks) throw new Error('nothing was asked');
  return told.asks;
};

describe('a question', () => {
  const bot = engineOf({
    handlers: [
      { pattern: '/form', action: ['goto age', 'goto size', 'goto done'] },
      { pattern: '/menu', action: 'send', message: 'Меню' },
      { pattern: '*', action: 'send', message: 'Не понял.' },
    ],
    callbacks: [
      say('age', 'Сколько вам лет?', {
        action: [
          {
            action: 'ask',
            kind: 'number',
            min: 1,
            max: 120,
            whole: true,
            attempts: 2,
            wrong: 'age.wrong',
            give_up: 'age.no',
          },
        ],
      }),
      say('age.wrong', 'Число от 1 до 120 ({{ question.problem }}, ещё {{ question.tries_left }}).'),
      say('age.no', 'Ладно.'),
      say('size', 'Какой размер?', {
        action: [
          {
            action: 'ask',
            kind: 'choice',
            choices: ['S', { label: { ru: 'Большой', en: 'Large' }, value: 'L' }],
            columns: 2,
          },
        ],
      }),
      say('phone', 'Телефон?', { action: [{ action: 'ask', kind: 'phone', to: 'got' }] }),
      say('got', 'Записал {{ input }}.'),
      say('done', 'Спасибо: {{ input }}.'),
    ],
  });

  it('C3 is asked by the entry’s own message, and the script goes on with the answer', async () => {
    const first = await tell(bot, typed('/form'));
    expect(texts(first)).toEqual(['Сколько вам лет?']);
    const second = await tell(bot, typed('33'), { asked: question(first) });
    expect(texts(second)).toEqual(['Какой размер?']);
    const third = await tell(bot, typed('s'), { asked: question(second) });
    expect(texts(third)).toEqual(['Спасибо: S.']);
    expect(third.asks).toBeNull();
  });

  it('C3 is asked again with what is wrong, so many times, and then given up with all that was to follow', async () => {
    const first = await tell(bot, typed('/form'));
    const second = await tell(bot, typed('много'), { asked: question(first) });
    expect(texts(second)).toEqual(['Число от 1 до 120 (not_a_number, ещё 1).']);
    expect(second.turn.outcome).toBe('wrong_answer');
    const third = await tell(bot, typed('200'), { asked: question(second) });
    expect(texts(third)[0]).toBe('Ладно.');
    expect(texts(third)).not.toContain('Спасибо: 200.');
  });

  it('C3 offers choices as buttons, in the person’s language, and takes a press for an answer', async () => {
    const first = await tell(bot, pressed('size'), { person: { ...anna, language: 'en' } });
    expect(labels(first.screens[0])).toEqual([['S', 'Large']]);
    const data = first.screens[0]?.keyboard?.rows[0]?.[1]?.data ?? '';
    const { turn } = await tell(bot, pressed(data), { asked: question(first) });
    expect(turn.input).toBe('L');
  });

  it('B4 takes a choice of another question for an old button', async () => {
    const first = await tell(bot, pressed('size'));
    const told = await tell(bot, pressed('?1.ffffffff'), { asked: question(first) });
    expect(told.turn.outcome).toBe('unknown');
    expect(texts(told)).toEqual(['Меню']);
  });

  it('C3 takes a shared contact for a phone number', async () => {
    const first = await tell(bot, pressed('phone'));
    const told = await tell(bot, { kind: 'contact', phone: '79001234567' }, { asked: question(first) });
    expect(texts(told)).toEqual(['Записал +79001234567.']);
  });

  it('C3 says the question again where the configuration has no words for a wrong answer', async () => {
    const first = await tell(bot, pressed('phone'));
    const told = await tell(bot, typed('нет'), { asked: question(first) });
    expect(texts(told)).toEqual(['Телефон?']);
    expect(told.asks).toMatchObject({ question: { tries: 1 } });
  });

  it.each([
    { action: 'ask', kind: 'choice', to: 'x' },
    { action: 'ask', kind: 'number', min: 'today', to: 'x' },
    { action: 'ask', kind: 'date', min: '2026-13-40', to: 'x' },
    { action: 'ask', kind: 'phone', min: 3, to: 'x' },
  ])('C3 that cannot be answered is refused when it is checked: %j', (step) => {
    expect(() => engineOf({ callbacks: [say('x', 'x', { action: [step] })] })).toThrow();
  });
});

const parts = (more: object[]) => ({
  handlers: [{ pattern: 'menu', action: 'send', message: 'Меню {{ words }}' }],
  callbacks: more,
});
const ids = (names: Record<string, string>) => ({
  callbackId: (data: string) => names[data],
  callbackOf: (id: string) => Object.entries(names).find(([, other]) => other === id)?.[0],
});

describe('versions of the configuration', () => {
  const old = engineOf(
    parts([
      say('rent', 'Старая аренда {{ words }}'),
      say('buy', 'Старая покупка'),
      say('gone', 'Старое'),
      say('ask', 'Кто?', { action: ['send', 'ask name'] }),
      say('name', 'Старое имя {{ input }}'),
    ]),
    {
      version: 3,
      ids: ids({ rent: '1', buy: '2', gone: '3', ask: '4', name: '5' }),
    },
  );
  const now = engineOf(
    parts([
      say('hire', 'Прокат {{ words }}'),
      say('rent', 'Другое'),
      say('buy', 'Покупка'),
      say('name', 'Имя {{ input }}'),
    ]),
    {
      version: 4,
      ids: ids({ hire: '1', rent: '7', buy: '2', name: '5' }),
    },
  );
  const engines: Engines = {
    current: () => now,
    of: (version) => (version === 3 ? old : version === 4 ? now : undefined),
  };
  const press = async (data: string, configVersion: number | undefined) => {
    const { turn } = await answerTurn(
      engines,
      beginning({ kind: 'press', data, version: 1, configVersion, messageId: 5 }),
    );
    return turn.outputs.map((output) => (output.kind === 'screen' ? output.screen.text : output.kind));
  };

  it('B4 a button does what it meant when it was made, under whatever name that goes by now', async () => {
    expect(await press('rent 42', 3)).toEqual(['Прокат 42']);
    expect(await press('buy', 3)).toEqual(['Покупка']);
  });

  it('B4 a button never does what only its data has come to mean since', async () => {
    expect(await press('gone', 3)).toEqual([]);
    expect(await press('rent', 4)).toEqual(['Другое']);
  });

  it('B4 a button of a version that nobody knows counts as a present one', async () => {
    expect(await press('hire', 2)).toEqual(['Прокат']);
    expect(await press('hire', 99)).toEqual(['Прокат']);
    expect(await press('hire', undefined)).toEqual(['Прокат']);
  });

  it('C3 an answer goes to the version that asked, and its buttons say so', async () => {
    const asked = { step: 'name', configVersion: 3, variables: {} };
    const { turn } = await answerTurn(engines, beginning(typed('Аня'), { asked }));
    expect(turn.outputs).toMatchObject([{ screen: { text: 'Старое имя Аня' } }]);
    expect(turn.configVersion).toBe(3);
    const late = await answerTurn(engines, beginning(typed('Аня'), { asked: { ...asked, configVersion: 1 } }));
    expect(late.turn.outputs).toMatchObject([{ screen: { text: 'Имя Аня' } }]);
  });

  it('C3 the menu of the present version ends a question of an older one', async () => {
    const asked = { step: 'name', configVersion: 3, variables: {} };
    const told = await answerTurn(engines, beginning(typed('menu'), { asked }));
    expect(told.turn.outputs).toMatchObject([{ screen: { text: 'Меню' } }]);
    expect(told.turn.configVersion).toBe(4);
  });

  it('B4 brings the menu where nobody has chosen what old buttons do', async () => {
    const plain = engineOf({ handlers: [{ pattern: '/start', action: 'send', message: 'Начало' }] });
    expect(texts(await tell(plain, pressed('x')))).toEqual(['Начало']);
  });
});

describe('other steps', () => {
  const bot = engineOf(
    {
      handlers: [
        { pattern: '/branch', action: 'branch score > 5 and words == blank ? good : bad' },
        { pattern: '/keyboard', action: 'keyboard two', message: 'Выберите' },
        { pattern: '/bare', action: { action: 'keyboard', keyboard: 'two', on_failure: 'bad' } },
        { pattern: '/bold', action: 'notify_admin <b>{{ user.first_name }}</b>' },
      ].map((handler) => ({ ...handler, action: [handler.action] })),
      callbacks: [
        say('good', 'Хорошо'),
        say('bad', 'Плохо {{ error.reason }}'),
        { callback_data: 'swap', action: 'keyboard two' },
        say('swap.show', 'x', { keyboard_id: 'one' }),
      ],
      keyboards: {
        one: { layout: [[{ label: '1', data: 'swap' }]] },
        two: { layout: [[{ label: '2', data: 'good' }]] },
      },
    },
    { values: { score: () => 7 } },
  );

  it('C3 branches on a condition', async () => {
    expect(texts(await tell(bot, typed('/branch')))).toEqual(['Хорошо']);
  });

  it('C3 refuses a condition that is none', () => {
    for (const when of ['score >', '> 5', 'a == 1 or', '%}{{ x }}{% if', '((']) {
      const branch = { action: 'branch', cases: [{ when, to: 'x' }] };
      expect(() => engineOf({ callbacks: [say('x', 'x', { action: [branch] })] })).toThrow();
    }
  });

  it('C3 opens a keyboard with the message, or under the one that was pressed', async () => {
    expect(labels((await tell(bot, typed('/keyboard'))).screens[0])).toEqual([['2']]);
    expect((await tell(bot, pressed('swap'))).turn.outputs).toMatchObject([
      { kind: 'keyboard', keyboard: { rows: [[{ label: '2' }]] } },
    ]);
  });

  it('C3 goes where a failure is caught, and says why', async () => {
    const told = await tell(bot, typed('/bare'));
    expect(texts(told)).toEqual(['Плохо nothing_to_show']);
    expect(told.turn.outcome).toBe('nothing_to_show');
  });

  it('C4 escapes what goes to the administrators, too', async () => {
    expect((await tell(bot, typed('/bold'))).turn.outputs).toEqual([
      { kind: 'report', text: '<b>Аня &lt;b&gt;&amp;</b>' },
    ]);
  });
});
