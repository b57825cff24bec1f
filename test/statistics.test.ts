import { expect, it } from 'vitest';
import { createTrialClock } from './support/trial-clock.ts';
import type { TrialPerson } from './support/trial-person.ts';
import { describeTrial, type Trial } from './support/trial.ts';

const clock = createTrialClock('2026-11-22T14:05:00+03:00');

describeTrial('statistics', { clock }, (trial) => {
  it('T6 today is shown by activity with shares, and set against yesterday', async () => {
    const anna = await newcomer(trial(), '2026-11-21T09:00:00+03:00');
    await track(anna, 'Работа', '2026-11-21T10:00:00+03:00', { hours: 4, minutes: 40 });
    await track(anna, 'Работа', '2026-11-22T06:00:00+03:00', { hours: 2 });
    await track(anna, 'Чтение', '2026-11-22T08:00:00+03:00', { minutes: 40 });
    await track(anna, 'Работа', '2026-11-22T09:00:00+03:00', { hours: 1, minutes: 10 });
    await track(anna, 'Чтение', '2026-11-22T11:00:00+03:00', { minutes: 40 });
    await track(anna, 'Спорт', '2026-11-22T12:00:00+03:00', { minutes: 30 });
    await track(anna, 'Спорт', '2026-11-22T13:00:00+03:00', { minutes: 10 });
    const [card = ''] = await anna.says('Статистика');
    expect(lines(card)).toEqual([
      'Сегодня, 22 ноября',
      'Работа — 3 ч 10 мин · 61 %',
      'Чтение — 1 ч 20 мин · 26 %',
      'Спорт — 40 мин · 13 %',
      'Итого 5 ч 10 мин, 6 сессий; вчера 4 ч 40 мин (+11 %)',
    ]);
    expect(card).toContain('[• Сегодня] [Вчера]');
    const [yesterday = ''] = await anna.taps('Вчера');
    expect(lines(yesterday)).toEqual(['Вчера, 21 ноября', 'Работа — 4 ч 40 мин · 100 %', 'Итого 4 ч 40 мин, 1 сессия']);
    expect(yesterday).toContain('[Сегодня] [• Вчера]');
  });

  it('T6 what runs counts up to now', async () => {
    const anna = await newcomer(trial(), '2026-11-22T10:00:00+03:00');
    await anna.taps('Чтение');
    clock.advance({ minutes: 21 });
    expect(lines((await anna.says('Статистика'))[0])).toContain('Чтение — 21 мин · 100 %');
    clock.advance({ minutes: 9 });
    expect(lines((await anna.taps('• Сегодня'))[0])).toContain('Чтение — 30 мин · 100 %');
  });

  it('T6 a session over midnight counts in each day for its part', async () => {
    const anna = await newcomer(trial(), '2026-11-21T20:00:00+03:00');
    await track(anna, 'Работа', '2026-11-21T23:20:00+03:00', { hours: 2 });
    expect(anna.last.text).toMatch(/^Завершена — 2 ч\. Всего сегодня: 1 ч 20 мин\./);
    expect(total((await anna.says('Статистика'))[0])).toBe('Итого 1 ч 20 мин, 1 сессия; вчера 40 мин (+100 %)');
    expect(total((await anna.taps('Вчера'))[0])).toBe('Итого 40 мин, 1 сессия');
    expect(total((await anna.taps('Неделя'))[0])).toBe('Итого 2 ч, 1 сессия');
  });

  it('T6 a day that begins at four keeps the night with the day before', async () => {
    const anna = await newcomer(trial(), '2026-11-21T20:00:00+03:00');
    await anna.says('Настройки');
    await anna.taps('Начало дня');
    await anna.taps('04:00');
    await track(anna, 'Работа', '2026-11-22T03:00:00+03:00', { hours: 2 });
    expect(anna.last.text).toMatch(/^Завершена — 2 ч\. Всего сегодня: 1 ч\./);
    expect(lines((await anna.taps('Ещё раз').then(() => anna.says('Статистика')))[0])[0]).toBe('Сегодня, 22 ноября');
    expect(total((await anna.taps('Вчера'))[0])).toBe('Итого 1 ч, 1 сессия');
    clock.set('2026-11-23T03:59:00+03:00');
    expect(lines((await anna.says('Статистика'))[0])[0]).toBe('Сегодня, 22 ноября');
  });

  it('T6 in the spring night a day of Berlin has 23 hours', async () => {
    const anna = await newcomer(trial(), '2026-03-28T12:00:00+01:00', 'Берлин');
    // From noon on Saturday to noon on Sunday: 23 hours by any clock that does not jump.
    await track(anna, 'Спорт', '2026-03-28T12:00:00+01:00', { hours: 23 });
    expect(anna.last.text).toMatch(/^Завершена — 23 ч\. Всего сегодня: 11 ч\.\nСпорт, .*12:00–.*12:00/);
    expect(total((await anna.says('Статистика'))[0])).toBe('Итого 11 ч, 1 сессия; вчера 12 ч (−8 %)');
    await track(anna, 'Спорт', '2026-03-29T12:00:00+02:00', { hours: 12 });
    clock.set('2026-03-30T09:00:00+02:00');
    await anna.says('Статистика');
    expect(total((await anna.taps('Вчера'))[0])).toMatch(/^Итого 23 ч, 2 сессии/);
  });

  it('T6 in the autumn night a day of Berlin has 25 hours, and an hour that comes twice counts twice', async () => {
    const anna = await newcomer(trial(), '2026-10-24T23:00:00+02:00', 'Берлин');
    await track(anna, 'Спорт', '2026-10-25T02:30:00+02:00', { hours: 1 });
    expect(anna.last.text).toMatch(/^Завершена — 1 ч\. Всего сегодня: 1 ч\.\nСпорт, 02:30–02:30/);
    await track(anna, 'Чтение', '2026-10-25T02:30:00+01:00', { hours: 21, minutes: 30 });
    clock.set('2026-10-26T09:00:00+01:00');
    await anna.says('Статистика');
    expect(total((await anna.taps('Вчера'))[0])).toBe('Итого 22 ч 30 мин, 2 сессии');
    const boris = await newcomer(trial(), '2026-10-25T00:00:00+02:00', 'Берлин');
    await track(boris, 'Спорт', '2026-10-25T00:00:00+02:00', { hours: 25 });
    expect(boris.last.text).toMatch(
      /^Завершена — 25 ч\. Всего сегодня: 0 с\.|^Завершена — 25 ч\. Всего сегодня: 25 ч\./,
    );
    await boris.says('Статистика');
    expect(total((await boris.taps('Вчера'))[0])).toBe('Итого 25 ч, 1 сессия');
  });

  it('T6 a session keeps the zone it was started in, and its days are counted there', async () => {
    const anna = await newcomer(trial(), '2026-11-20T12:00:00+03:00');
    // Half an hour of the 20th and half an hour of the 21st, as it was lived in Moscow.
    await track(anna, 'Работа', '2026-11-20T23:30:00+03:00', { hours: 1 });
    await moveTo(anna, 'Владивосток');
    clock.set('2026-11-21T12:00:00+10:00');
    expect(total((await anna.says('Статистика'))[0])).toMatch(/^Итого 30 мин, 1 сессия; вчера 30 мин/);
    // One minute past midnight here, while in Moscow it is the afternoon before.
    await track(anna, 'Работа', '2026-11-22T00:01:00+10:00', { minutes: 15 });
    expect(anna.last.text).toMatch(/Всего сегодня: 15 мин\./);
    expect(total((await anna.says('Статистика'))[0])).toBe('Итого 15 мин, 1 сессия; вчера 30 мин (−50 %)');
  });

  it('T6 weeks, months, years, all time and any two dates are counted, and an empty one offers to start', async () => {
    const anna = await newcomer(trial(), '2024-12-31T12:00:00+03:00');
    await track(anna, 'Чтение', '2024-12-31T23:00:00+03:00', { hours: 2 });
    await track(anna, 'Работа', '2026-09-30T10:00:00+03:00', { hours: 1 });
    await track(anna, 'Работа', '2026-10-31T10:00:00+03:00', { hours: 2 });
    await track(anna, 'Работа', '2026-11-09T10:00:00+03:00', { hours: 3 });
    await track(anna, 'Учёба', '2026-11-15T10:00:00+03:00', { hours: 4 });
    await track(anna, 'Работа', '2026-11-16T10:00:00+03:00', { hours: 5 });
    clock.set('2026-11-22T14:00:00+03:00');
    expect((await anna.says('Статистика'))[0]).toMatch(/^За сегодня записей нет\.\n[^]*\[Начать\]/);
    expect(total((await anna.taps('Неделя'))[0])).toBe('Итого 5 ч, 1 сессия; прошлая неделя 7 ч (−29 %)');
    expect(total((await anna.taps('Месяц'))[0])).toBe('Итого 12 ч, 3 сессии; прошлый месяц 2 ч (+500 %)');
    const [year = ''] = await anna.taps('Год');
    expect(total(year)).toMatch(/^Итого 15 ч, 5 сессий; прошлый год 1 ч \(\+1\s400 %\)$/);
    expect(year).toContain('В среднем 3 ч, самая длинная 5 ч');
    await anna.taps('Период…');
    expect(total((await anna.taps('Прошлая неделя'))[0])).toMatch(/^Итого 7 ч, 2 сессии/);
    await anna.taps('Период…');
    expect(total((await anna.taps('Прошлый месяц'))[0])).toBe('Итого 2 ч, 1 сессия; месяцем раньше 1 ч (+100 %)');
    await anna.taps('Период…');
    expect(total((await anna.taps('Всё время'))[0])).toBe('Итого 17 ч, 6 сессий');
    await anna.taps('Период…');
    expect(await anna.says('31.10')).toEqual([expect.stringMatching(/^С 31 октября\. По какой день\?/)]);
    const [range = ''] = await anna.says('9 ноября');
    expect(lines(range)[0]).toBe('31 октября – 9 ноября');
    expect(total(range)).toMatch(/^Итого 5 ч, 2 сессии/);
    await anna.taps('Период…');
    expect((await anna.says('никогда'))[0]).toMatch(/^Не понял дату\./);
    expect(total((await anna.says('31 декабря 2024 - 1 января 2025'))[0])).toBe('Итого 2 ч, 1 сессия');
    await anna.taps('Период…');
    expect(total((await anna.says('1.1.2025'))[0])).toBe('');
    expect(total((await anna.says('1.1.2025'))[0])).toMatch(/^Итого 1 ч, 1 сессия/);
  });

  it('T6 one activity alone can be looked at, over every period', async () => {
    const anna = await newcomer(trial(), '2026-11-22T06:00:00+03:00');
    await track(anna, 'Работа', '2026-11-22T06:00:00+03:00', { hours: 2 });
    await track(anna, 'Чтение', '2026-11-22T08:00:00+03:00', { minutes: 40 });
    await anna.says('Статистика');
    await anna.taps('Все активности ▾');
    const [card = ''] = await anna.taps('Чтение');
    expect(lines(card)).toEqual(['Сегодня, 22 ноября', 'Чтение — 40 мин', 'Итого 40 мин, 1 сессия']);
    expect(card).toContain('[Чтение ▾]');
    expect(total((await anna.taps('Год'))[0])).toBe('Итого 40 мин, 1 сессия');
    await anna.taps('Чтение ▾');
    expect(total((await anna.taps('Все активности'))[0])).toBe('Итого 2 ч 40 мин, 2 сессии');
  });

  it('T6 in English the same is said in English', async () => {
    clock.set('2026-11-22T09:00:00+03:00');
    const ann = trial().person({ language_code: 'en' });
    await ann.says('/start');
    await ann.taps('Reading');
    clock.advance({ hours: 1 });
    await ann.says('Finish');
    expect(lines((await ann.says('Statistics'))[0])[0]).toBe('Today, 22 November');
    expect(ann.last.text).toContain('Total 1h, 1 session');
  });
});

async function newcomer(trial: Trial, moment: string, city?: string): Promise<TrialPerson> {
  clock.set(moment);
  const person = trial.person();
  await person.says('/start');
  if (city !== undefined) await moveTo(person, city);
  await person.says('Начать');
  return person;
}

async function moveTo(person: TrialPerson, city: string): Promise<void> {
  await person.says('Настройки');
  await person.taps('Часовой пояс');
  await person.says(city);
}

/** Starts an activity at a moment and finishes it so much later. */
async function track(
  person: TrialPerson,
  activity: string,
  from: string,
  lasting: Temporal.DurationLike,
): Promise<void> {
  clock.set(from);
  await person.says('Начать');
  await person.taps(activity);
  clock.advance(lasting);
  await person.says('Завершить');
}

/** The lines of a card, without its buttons. */
function lines(card = ''): string[] {
  return card.split('\n').filter((line) => line !== '' && !line.startsWith('['));
}

function total(card = ''): string {
  return lines(card).find((line) => line.startsWith('Итого')) ?? '';
}
