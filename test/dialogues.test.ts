import { expect, it } from 'vitest';
import { createTrialClock } from './support/trial-clock.ts';
import { bold, dataOf, show } from './support/trial-person.ts';
import { describeTrial } from './support/trial.ts';

const clock = createTrialClock('2026-11-22T14:05:00+03:00');

describeTrial('a person talks to the bot', { clock }, (trial) => {
  it('T1 a first /start greets by name and offers four activities, one tap from a running timer', async () => {
    const anna = trial().person({ first_name: 'Аня' });
    expect(await anna.says('/start')).toEqual([
      'Привет, Аня. Я считаю время. Выберите, что начинаем.',
      'Что начинаем?\n[Работа]\n[Учёба]\n[Чтение]\n[Спорт]\n[+ Своя]',
    ]);
    expect(anna.menu).toBe('[Начать] [Завершить]\n[Статистика] [Настройки]');
  });

  it('T1 in English the same is said in English', async () => {
    const ann = trial().person({ first_name: 'Ann', language_code: 'en-GB' });
    expect(await ann.says('/start')).toEqual([
      'Hello, Ann. I keep track of time. Choose what to start.',
      'What shall we start?\n[Work]\n[Study]\n[Reading]\n[Sport]\n[+ My own]',
    ]);
    expect(ann.menu).toBe('[Start] [Finish]\n[Statistics] [Settings]');
    clock.set('2026-11-22T14:05:00+03:00');
    expect(await ann.taps('Reading')).toEqual(['Session started\nReading · since 14:05\n[Pause] [Finish]']);
    clock.advance({ minutes: 32 });
    await ann.says('Finish');
    expect(ann.last.text).toBe('Finished: 32m. Today in total: 32m.\nReading, 14:05–14:37');
  });

  it('T2 T3 T5 a session is one card: started, paused, resumed and finished in the words of the specification', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = trial().person();
    await anna.says('/start');
    const { length } = anna.messages;

    expect(await anna.taps('Чтение')).toEqual(['Сессия начата\nЧтение · с 14:05\n[Пауза] [Завершить]']);
    expect(bold(anna.last)).toEqual(['Чтение']);
    clock.advance({ minutes: 12 });
    expect(await anna.taps('Пауза')).toEqual([
      'Чтение · на паузе · 12 мин\nс 14:05, пауза с 14:17\n[Продолжить] [Завершить]',
    ]);
    clock.advance({ minutes: 5 });
    expect(await anna.taps('Продолжить')).toEqual([expect.stringMatching(/^Чтение .*12 мин\nс 14:05\n\[Пауза\]/)]);
    clock.advance({ minutes: 20 });
    expect(await anna.taps('Завершить')).toEqual([
      expect.stringMatching(/^Завершена — 32 мин\. Всего сегодня: 32 мин\.\nЧтение, 14:05–14:42 \(пауза 5 мин\)\n/),
    ]);
    expect(anna.messages).toHaveLength(length);
  });

  it('T3 the total is over all activities and includes this session; hours and seconds are put as the words go', async () => {
    clock.set('2026-11-22T10:00:00+03:00');
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Работа');
    clock.advance({ seconds: 45 });
    await anna.says('Завершить');
    expect(anna.last.text).toMatch(/^Завершена — 45 с\. Всего сегодня: 45 с\.\n/);
    await anna.taps('Ещё раз');
    clock.advance({ hours: 1, minutes: 37, seconds: 15 });
    await anna.says('Завершить');
    expect(anna.last.text).toMatch(/^Завершена — 1 ч 37 мин\. Всего сегодня: 1 ч 38 мин\.\n/);
    await anna.says('Начать');
    await anna.taps('Чтение');
    clock.advance({ minutes: 32 });
    await anna.says('Завершить');
    expect(anna.last.text).toMatch(/^Завершена — 32 мин\. Всего сегодня: 2 ч 10 мин\.\n/);
    await anna.taps('Ещё раз');
    clock.advance({ minutes: 50 });
    await anna.says('Завершить');
    expect(anna.last.text).toMatch(/^Завершена — 50 мин\. Всего сегодня: 3 ч\.\n/);
  });

  it('T3 finishing by the menu answers anew and takes the buttons off the card', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    const card = anna.last.message_id;
    clock.advance({ minutes: 32 });
    const shown = await anna.says('Завершить');
    expect(shown).toHaveLength(2);
    expect(shown[0]).toBe('Сессия начата\nЧтение · с 14:05');
    expect(shown[1]).toMatch(/^Завершена — 32 мин\. /);
    expect(anna.messages.filter(({ message_id: id }) => id >= card)).toHaveLength(2);
  });

  it('T4 another activity while one runs offers to switch, to finish or to leave it', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    clock.advance({ minutes: 12 });
    await anna.says('Начать');
    expect(await anna.taps('Работа')).toEqual([
      'Идёт Чтение, 12 мин.\n[Переключить на Работу]\n[Завершить] [Оставить]',
    ]);
    expect(bold(anna.last)).toEqual(['Чтение']);
    const shown = await anna.taps('Переключить на Работу');
    expect(shown.at(-1)).toMatch(
      /^Завершена — 12 мин\. Всего сегодня: 12 мин\.[^]*Сессия начата\nРабота · с 14:17\n\[Пауза\] \[Завершить\]$/,
    );
    expect(
      anna.messages.filter(({ reply_markup: markup }) => markup?.inline_keyboard.flat().length),
    ).not.toContainEqual(expect.objectContaining({ text: expect.stringContaining('Сессия начата\nЧтение') }));
    await anna.says('Начать');
    await anna.taps('Учёба');
    expect((await anna.taps('Оставить')).at(-1)).toMatch(/^Работа /);
  });

  it('T4 a paused session too is said to be in the way, as what it is', async () => {
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    await anna.taps('Пауза');
    await anna.says('Начать');
    expect((await anna.taps('Работа')).at(-1)).toMatch(/^На паузе Чтение, /);
  });

  it('T4 finishing with nothing running says so and offers what can be started', async () => {
    const anna = trial().person();
    await anna.says('/start');
    expect(await anna.says('Завершить')).toEqual([
      'Сейчас ничего не идёт.\n[Работа]\n[Учёба]\n[Чтение]\n[Спорт]\n[+ Своя]',
    ]);
  });

  it('T4 the second of two taps finds its wish fulfilled: one card, and a notice', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const list = anna.last;
    const both = await Promise.all([anna.tapsOn(list, 'Чтение'), anna.tapsOn(list, 'Чтение')]);
    expect(both.map(({ notice }) => notice)).toEqual([undefined, 'Уже идёт']);
    expect(anna.messages.filter(({ text = '' }) => text.startsWith('Сессия начата'))).toHaveLength(1);
    const card = anna.last;
    const pauses = await Promise.all([anna.tapsOn(card, 'Пауза'), anna.tapsOn(card, 'Пауза')]);
    expect(pauses.map(({ notice }) => notice)).toEqual([undefined, 'Уже на паузе']);
    const paused = anna.last;
    const finishes = await Promise.all([anna.tapsOn(paused, 'Завершить'), anna.tapsOn(paused, 'Завершить')]);
    expect(finishes.map(({ notice }) => notice)).toEqual([undefined, 'Уже завершена']);
    expect(anna.last.message_id).toBe(card.message_id);
  });

  it('T4 an old button gets a notice and the card of what is true now, and loses its buttons', async () => {
    clock.set('2026-11-21T20:00:00+03:00');
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    const yesterday = anna.last;
    await anna.says('Завершить');
    await anna.taps('Ещё раз');
    clock.advance({ hours: 18 });
    const { notice, shown } = await anna.presses(yesterday.message_id, dataOf(yesterday, 'Пауза'));
    expect(notice).toBe('Эта кнопка устарела');
    expect(shown.at(-1)).toMatch(/^Чтение .*18 ч\nс .*20:00\n\[Пауза\] \[Завершить\]$/);
    const withButtons = anna.messages.filter(({ reply_markup: markup }) =>
      markup?.inline_keyboard.flat().some(({ text }) => text === 'Пауза'),
    );
    expect(withButtons).toHaveLength(1);
  });

  it('B4 every press is answered, whatever stands in its data', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const { message_id: id } = anna.last;
    const rubbish = [
      'rubbish',
      'tracker.start',
      'tracker.start 999999999999',
      'tracker.start -1#0.1',
      'tracker.start NaN#zzzzzzzzzz.zzzzzzzzzz',
      'tracker.switch',
      'tracker.finish#9.9',
      'tracker.reopen#0.1',
      "'; drop table users; --",
      '\0\0\0',
      '😀'.repeat(16),
      '\u202E{{ user.first_name }}',
      'stats 2026-13-45..2026-99-99',
      'stats all 99999999999999999999',
      'stats.from',
      'stats.to',
      'activity.open 99999999999999999',
      'activity.delete 0',
      'activity.rename',
      'settings.set_language xx',
      'settings.set_zone Nowhere/City',
      'settings.set_week 99',
      'settings.set_day -5',
      'settings.set_day',
      'help ~9999',
      'settings.activities ~9999',
      'settings.zone ~9999',
      '#',
      '',
    ];
    for (const data of rubbish) {
      const { shown, notice } = await anna.presses(id, data);
      expect({ data, said: [...shown, notice ?? ''].join('\n') }).not.toEqual({
        data,
        said: expect.stringContaining('Не получилось, уже разбираемся. Код'),
      });
    }
    expect((await anna.says('Настройки')).at(-1)).toMatch(/День с 00:00/);
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it('B4 a press on a message that is gone, or from another chat of the same person, is answered too', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const data = dataOf(anna.last, 'Чтение');
    const { shown } = await anna.presses(1, data);
    expect(shown.at(-1)).toMatch(/^Сессия начата/);
  });

  it('T1 one person’s activities are nobody else’s: a button carried over starts nothing', async () => {
    const [anna, boris] = [trial().person(), trial().person()];
    await anna.says('/start');
    await boris.says('/start');
    const data = dataOf(anna.last, 'Чтение');
    const { notice } = await boris.presses(boris.last.message_id, data);
    expect(notice).toBe('Этой активности уже нет');
    expect((await boris.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it('C4 names with marks, emoji and right-to-left letters are shown as typed', async () => {
    const names = ['<b>Аня</b> & Ко', '{{ user.id }}{% raw %}', '👩‍👩‍👧‍👦 שלום עולם', '&lt;i&gt; "кавычки" \\', 'مرحبا abc'];
    for (const name of names) {
      const person = trial().person({ first_name: name });
      expect((await person.says('/start'))[0]).toBe(`Привет, ${name}. Я считаю время. Выберите, что начинаем.`);
      await person.taps('+ Своя');
      expect((await person.says(name)).at(-1)).toBe(`${name} добавлена.\n[Начать]`);
      expect(bold(person.last)).toEqual([name]);
      expect((await person.taps('Начать'))[0]).toMatch(`Сессия начата\n${name} · с `);
      expect(bold(person.last)).toEqual([name]);
      await person.says('Начать');
      expect(show(person.last).split('\n')[1]).toBe(`[${name}]`);
      await person.taps('Работа');
      expect(person.last.text).toMatch(`Идёт ${name}, 0 с.`);
    }
  });

  it('C5 unknown words are answered once in ten minutes', async () => {
    clock.set('2026-11-22T12:00:00+03:00');
    const anna = trial().person();
    await anna.says('/start');
    expect((await anna.says('привет'))[0]).toMatch(/^Не понял\. Вот что я умею:\n/);
    expect(await anna.says('эй')).toEqual([]);
    clock.advance({ minutes: 9, seconds: 59 });
    expect(await anna.says('эй')).toEqual([]);
    clock.advance({ seconds: 1 });
    expect((await anna.says('эй'))[0]).toMatch(/^Не понял\./);
  });

  it('C2 menu words are understood in either case and in the middle of a question', async () => {
    const anna = trial().person();
    await anna.says('/start');
    expect((await anna.says('начать'))[0]).toMatch(/^Что начинаем\?/);
    await anna.taps('+ Своя');
    expect((await anna.says('Статистика'))[0]).toMatch(/записей нет/);
    // The question has ended: these words are no name any more.
    await anna.says('Гитара');
    await anna.says('Начать');
    expect(show(anna.last)).not.toContain('Гитара');
  });
});
