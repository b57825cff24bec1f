import { describe, expect, it } from 'vitest';
import { answerTurn, soleEngine } from './answer-turn.ts';
import { anna, beginning, engineOf, pressed, tell, typed } from './testing.ts';

const texts = (told: { screens: readonly { text: string }[] }) => told.screens.map(({ text }) => text);
const say = (data: string, message: string, more: object = {}) => ({
  callback_data: data,
  action: 'send',
  message: { ru: message, en: message },
  ...more,
});

describe('an engine', () => {
  const bot = engineOf(
    {
      handlers: [
        { pattern: '/start', action: 'goto hello', description: { ru: 'Начать', en: 'Begin' } },
        { pattern: '/start=friend', action: ['goto hello', 'goto extra'] },
        { pattern: 'menu', action: 'goto menu' },
        { pattern: 'ask', action: ['goto hello', 'ask answer'] },
        { pattern: '*', action: 'send', message: { ru: 'Не понял.', en: 'I did not understand.' } },
      ],
      callbacks: [
        say('hello', 'Привет, {{ user.first_name }}.'),
        say('extra', 'и добро пожаловать'),
        say('menu', 'Меню {{ words }}'),
        say('answer', 'Вы сказали «{{ input }}» о «{{ about }}»'),
        say('again', 'Как?', { action: ['send', 'ask answer'] }),
        { callback_data: 'lost', action: 'go_where_told' },
        { callback_data: 'broken', action: ['goto hello', 'break'] },
        say('system.unknown_button', 'Эта кнопка устарела', { action: 'notice' }),
        say('system.failed', 'Не получилось. Код {{ error.code }}.'),
      ],
    },
    { values: { input: (turn) => turn.input } },
  );

  it('C2 answers a command, a text and what nobody knows, each by what matches it', async () => {
    expect(await tell(bot, typed('/start'))).toMatchObject({ handler: '/start', event: 'start', source: null });
    expect(await tell(bot, typed('MENU'))).toMatchObject({ handler: 'menu', event: 'text' });
    expect(texts(await tell(bot, typed('что?')))).toEqual(['Не понял.']);
  });

  it('C4 shows what a person is called as text, never as formatting', async () => {
    expect(texts(await tell(bot, typed('/start')))).toEqual(['Привет, Аня &lt;b&gt;&amp;.']);
  });

  it('S1 tells where somebody came from, and takes every step of an entry in order', async () => {
    const told = await tell(bot, typed('/start friend'));
    expect(told).toMatchObject({ handler: '/start=friend', event: 'start', source: 'friend' });
    expect(texts(told)).toHaveLength(2);
  });

  it('S1 keeps no more of a deep link than Telegram would send', async () => {
    expect((await tell(bot, typed(`/start ${'x'.repeat(300)}`))).source).toHaveLength(64);
  });

  it('gives a callback the words behind its name', async () => {
    expect(texts(await tell(bot, pressed('menu  42 ')))).toEqual(['Меню 42']);
  });

  it.each(['', 'nobody', ' ', '\n\n', 'menu42', '__proto__', 'constructor', '🙂'.repeat(16)])(
    'B4 answers an unknown button with a notice (%j)',
    async (data) => {
      const told = await tell(bot, pressed(data));
      expect(told.notices).toEqual(['Эта кнопка устарела']);
      expect(told).toMatchObject({ handler: null, event: 'button_click', turn: { outcome: 'unknown' } });
    },
  );

  it('C3 stops a loop that only shows when it runs', async () => {
    await expect(tell(bot, pressed('lost lost'))).rejects.toThrow(/runs in a loop/);
  });

  it('C3 stops where a configuration leads nowhere', async () => {
    await expect(tell(bot, pressed('lost nowhere'))).rejects.toThrow(/no callback nowhere/);
  });

  it('keeps nothing of a turn that breaks half way, and then says so with the code', async () => {
    const start = beginning(pressed('broken'));
    await expect(async () => answerTurn(soleEngine(bot), start)).rejects.toThrow('broken on purpose');
    const turn = await bot.apologise(start, '7F3A');
    expect(turn.outputs).toMatchObject([{ screen: { text: 'Не получилось. Код 7F3A.' } }]);
    expect(turn.outcome).toBe('failed');
  });

  it('is done with an update even where the apology breaks as well', async () => {
    const clumsy = engineOf({ callbacks: [say('system.failed', 'x', { action: ['send', 'break'] })] });
    const turn = await clumsy.apologise(beginning(pressed('x')), '7F3A');
    expect(turn.outputs).toEqual([]);
    expect(turn.flaws).toEqual([expect.stringContaining('system.failed failed')]);
  });

  describe('in the middle of a question', () => {
    const asked = { step: 'answer', configVersion: 1, variables: { about: 'книге' } };

    it('asks, and remembers for which button it asked', async () => {
      expect((await tell(bot, pressed('again 12'))).asks).toEqual({
        step: 'answer',
        configVersion: 3,
        variables: { about: '12' },
      });
    });

    it('takes what is typed as the answer, with what the question was about, and the question is over', async () => {
      const told = await tell(bot, typed('хорошо'), { asked });
      expect(texts(told)).toEqual(['Вы сказали «хорошо» о «книге»']);
      expect(told).toMatchObject({ handler: 'answer', asks: null });
    });

    it('takes a place as the answer, too', async () => {
      const told = await tell(bot, { kind: 'location', latitude: 55.75, longitude: 37.6 }, { asked });
      expect(texts(told)).toEqual(['Вы сказали «55.75, 37.6» о «книге»']);
    });

    it.each(['/start', 'menu', '/start friend'])(
      'goes to the menu where that is meant («%s»), and forgets the question',
      async (text) => {
        const told = await tell(bot, typed(text), { asked });
        expect(told.handler).not.toBe('answer');
        expect(told.asks).toBeNull();
      },
    );

    it('forgets the question when a button is pressed instead, an unknown one included', async () => {
      expect((await tell(bot, pressed('menu'), { asked })).asks).toBeNull();
      expect((await tell(bot, pressed('nobody'), { asked })).asks).toBeNull();
    });

    it('answers what is typed like any text where the question has vanished from the configuration', async () => {
      const told = await tell(bot, typed('хорошо'), { asked: { ...asked, step: 'gone' } });
      expect(texts(told)).toEqual(['Не понял.']);
      expect(told).toMatchObject({ handler: '*', asks: null });
    });

    it('leaves things as they are where nothing was asked', async () => {
      expect((await tell(bot, typed('menu'))).asks).toBeUndefined();
    });
  });

  it('speaks the language of whoever it speaks to', async () => {
    expect(texts(await tell(bot, typed('?'), { person: { ...anna, language: 'en' } }))).toEqual([
      'I did not understand.',
    ]);
  });

  it('C2 takes a button whose callback is off for an old one, though another answers its first word', async () => {
    const off = engineOf(
      { callbacks: [say('stats', 'Сегодня'), say('system.unknown_button', 'Эта кнопка устарела')] },
      { ids: { callbackId: () => undefined, callbackOf: (id) => (id === '7' ? 'stats week' : undefined) } },
    );
    const turn = off.begin(beginning(pressed('stats week')));
    expect(await off.press(turn, { id: '7', args: '' })).toBeNull();
    expect(turn.outputs).toMatchObject([{ screen: { text: 'Эта кнопка устарела' } }]);
  });

  it('says nothing where nothing matches and nothing was meant to', async () => {
    const quiet = engineOf({ handlers: [{ pattern: '/only', action: 'send', message: 'x' }] });
    for (const trigger of [typed('y'), typed(''), pressed('x')])
      expect((await tell(quiet, trigger)).turn.outputs).toEqual([]);
  });
});
