import { expect, it } from 'vitest';
import { createTrialClock } from './support/trial-clock.ts';
import { bold, dataOf, show, type TrialPerson } from './support/trial-person.ts';
import { describeTrial } from './support/trial.ts';

const clock = createTrialClock('2026-11-22T14:05:00+03:00');

describeTrial('a person arranges things', { clock }, (trial) => {
  it('T1 an activity of one’s own is named, added and begun in three taps', async () => {
    const anna = await newcomer(trial().person());
    expect(await anna.taps('+ Своя')).toEqual(['Как назвать? До 64 знаков.\n[Отмена]']);
    expect(await anna.says('  Гитара ')).toEqual(['Гитара добавлена.\n[Начать]']);
    expect(bold(anna.last)).toEqual(['Гитара']);
    expect((await anna.taps('Начать'))[0]).toMatch(/^Сессия начата\nГитара · с /);
  });

  it('T1 a name that is taken, in whatever case, is said to be there and can be begun', async () => {
    const anna = await newcomer(trial().person());
    await add(anna, 'Гитара');
    await anna.says('Начать');
    await anna.taps('+ Своя');
    expect(await anna.says('ГИТАРА')).toEqual(['Гитара уже есть.\n[Начать Гитару]']);
    expect((await anna.taps('Начать Гитару'))[0]).toMatch(/^Сессия начата\nГитара · с /);
  });

  it('T1 a name may have 64 characters and no more, and words must be in it', async () => {
    const anna = await newcomer(trial().person());
    const longest = '😀'.repeat(63) + 'я';
    await anna.taps('+ Своя');
    expect((await anna.says(`${longest}я`))[0]).toMatch(/^Слишком длинно: до 64 знаков\. Как назвать короче\?/);
    expect(await anna.says(longest)).toEqual([`${longest} добавлена.\n[Начать]`]);
    await anna.says('Начать');
    await anna.taps('+ Своя');
    expect((await anna.says('\u200B\u2060'))[0]).toMatch(/^Нужно название словами/);
    expect(await anna.taps('Отмена')).toHaveLength(1);
    expect((await anna.says('просто так')).at(0)).toMatch(/^Не понял\./);
  });

  it('T1 an activity is renamed, archived, brought back and deleted; what was tracked stays', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = await newcomer(trial().person());
    await anna.taps('Чтение');
    clock.advance({ minutes: 30 });
    await anna.says('Завершить');

    await open(anna, 'Чтение');
    await anna.taps('Переименовать');
    expect(anna.last.text).toBe('Как теперь назвать Чтение?');
    expect((await anna.says('Книги'))[0]).toMatch(/^Чтение теперь Книги\./);
    expect((await anna.says('Статистика'))[0]).toMatch(/Книги — 30 мин/);

    await open(anna, 'Книги');
    expect((await anna.taps('В архив'))[0]).toMatch(/^Книги · в архиве\n/);
    await anna.says('Начать');
    expect(show(anna.last)).not.toContain('Книги');
    await open(anna, 'Книги · в архиве');
    expect((await anna.taps('Вернуть из архива'))[0]).toMatch(/^Книги\n/);
    await anna.says('Начать');
    expect(show(anna.last)).toContain('[Книги]');

    await open(anna, 'Книги');
    expect((await anna.taps('Удалить'))[0]).toMatch(/^Удалить Книги\? Записанное время останется в статистике\./);
    expect((await anna.taps('Удалить'))[0]).toMatch(/^Книги удалена\./);
    await anna.says('Начать');
    expect(show(anna.last)).not.toContain('Книги');
    expect((await anna.says('Статистика'))[0]).toMatch(/Книги — 30 мин/);

    // The name is free again.
    await anna.taps('+ Своя').catch(() => anna.says('Начать'));
    await anna.says('Начать');
    await anna.taps('+ Своя');
    expect(await anna.says('книги')).toEqual(['книги добавлена.\n[Начать]']);
  });

  it('T1 what runs is not archived or deleted under one’s hands', async () => {
    const anna = await newcomer(trial().person());
    await anna.taps('Чтение');
    await open(anna, 'Чтение');
    const { notice } = await anna.tapsOn(anna.last, 'В архив');
    expect(notice).toBe('Она сейчас идёт. Сначала завершите.');
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — /);
  });

  it('T1 a button of an activity that was deleted meanwhile starts nothing and says so', async () => {
    const anna = await newcomer(trial().person());
    const list = anna.last;
    await open(anna, 'Чтение');
    await anna.taps('Удалить');
    await anna.taps('Удалить');
    const { notice, shown } = await anna.presses(list.message_id, dataOf(list, 'Чтение'));
    expect(notice).toBe('Этой активности уже нет');
    expect(shown.at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it('T1 seven activities and more are shown by six, the most recent first, with a way to the others', async () => {
    const anna = await newcomer(trial().person());
    for (const name of ['Пятая', 'Шестая', 'Седьмая']) await add(anna, name);
    await anna.says('Начать');
    await anna.taps('Спорт').then(() => anna.says('Завершить'));
    await anna.says('Начать');
    const first = show(anna.last).split('\n');
    expect(first[1]).toBe('[Спорт]');
    expect(first).toHaveLength(1 + 6 + 2);
    await anna.taps('›');
    expect(show(anna.last)).toContain('[Седьмая]');
  });

  it('T7 settings are one card', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = await newcomer(trial().person());
    const [card = ''] = await anna.says('Настройки');
    expect(card).toContain('Язык: русский\nЧасовой пояс: Москва (14:05)\nНеделя с понедельника\nДень с 00:00\n');
    await anna.taps('Начало недели');
    expect((await anna.taps('С воскресенья'))[0]).toContain('Неделя с воскресенья');
    await anna.taps('Начало дня');
    expect((await anna.taps('04:00'))[0]).toContain('День с 04:00');
  });

  it('T7 the language changes at once, menu and all, and back', async () => {
    const anna = await newcomer(trial().person());
    await anna.says('Настройки');
    await anna.taps('Язык');
    const shown = await anna.taps('English');
    expect(shown.join('\n')).toContain('We speak English.');
    expect(anna.menu).toBe('[Start] [Finish]\n[Statistics] [Settings]');
    expect((await anna.says('Finish')).at(-1)).toMatch(/^Nothing is running now\./);
    await anna.says('Settings');
    await anna.taps('Language');
    await anna.taps('Русский');
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it.each([
    ['a city', 'Новосибирск', 'Новосибирск (18:05)'],
    ['a city in English', 'New York', 'Нью-Йорк (06:05)'],
  ])('T7 the zone is found by typing %s', async (_, typed, zone) => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = await newcomer(trial().person());
    await askZone(anna);
    expect((await anna.says(typed))[0]).toContain(`Часовой пояс: ${zone}`);
  });

  it('T7 the zone is found by the time the clock shows there, by a button and by a place', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = await newcomer(trial().person());
    await askZone(anna);
    const label = (anna.last.reply_markup?.inline_keyboard.flat() ?? []).find(({ text }) => text.includes('Самара'));
    expect(label?.text).toBe('15:05 · Самара');
    expect((await anna.taps('15:05 · Самара'))[0]).toContain('Часовой пояс: Самара (15:05)');
    await askZone(anna);
    expect((await anna.sharesLocation(43.1155, 131.8855))[0]).toContain('Часовой пояс: Владивосток (21:05)');
    await askZone(anna);
    const answer = (await anna.says('16:05'))[0] ?? '';
    expect(answer).toMatch(/Часовой пояс: .*\(16:05\)|16:05 · /);
    await askZone(anna);
    expect((await anna.says('Хогвартс'))[0]).toMatch(/^Не знаю такого города\./);
    expect((await anna.says('Омск'))[0]).toContain('Часовой пояс: Омск (17:05)');
  });

  it('T7 a new zone shows in the times of what already runs', async () => {
    clock.set('2026-11-22T14:05:00+03:00');
    const anna = await newcomer(trial().person());
    await anna.taps('Чтение');
    await askZone(anna);
    await anna.says('Омск');
    await anna.says('Начать');
    await anna.taps('Работа');
    expect((await anna.taps('Оставить')).at(-1)).toMatch(/с 17:05/);
  });
});

async function newcomer(person: TrialPerson): Promise<TrialPerson> {
  await person.says('/start');
  return person;
}

async function add(person: TrialPerson, name: string): Promise<void> {
  await person.says('Начать');
  await person.taps('+ Своя');
  await person.says(name);
}

async function open(person: TrialPerson, activity: string): Promise<void> {
  await person.says('Настройки');
  await person.taps('Активности');
  await person.taps(activity);
}

async function askZone(person: TrialPerson): Promise<void> {
  await person.says('Настройки');
  await person.taps('Часовой пояс');
}
