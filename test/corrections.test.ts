import { expect, it } from 'vitest';
import { createTrialClock } from './support/trial-clock.ts';
import { dataOf, show, type TrialPerson } from './support/trial-person.ts';
import { describeTrial, type Trial } from './support/trial.ts';

const clock = createTrialClock('2026-11-22T14:05:00+03:00');

const minute = (ago: number) =>
  clock.now().subtract({ minutes: ago }).toZonedDateTimeISO('Europe/Moscow').toPlainTime().toString().slice(0, 5);

function deletedOf(person: TrialPerson) {
  const found = person.messages.find((message) => show(message).includes('удалена'));
  if (!found) throw new Error('nothing was deleted');
  return found;
}

describeTrial('corrections in the chat', { clock }, (trial) => {
  /** Somebody who has read for half an hour and looks at what the finish card offers. */
  async function finishes(at: Trial = trial()) {
    const person = at.person();
    await person.says('/start');
    await person.taps('Чтение');
    clock.advance({ minutes: 30 });
    await person.says('Завершить');
    return person;
  }
  it('T9 «Исправить» on the finish card changes an end by typing', async () => {
    const person = await finishes();
    const began = minute(30);
    const [card = ''] = await person.taps('Исправить');
    expect(card).toBe(
      `Чтение, ${began}–${minute(0)} · 30 мин\nЧто исправить?\n[Начало] [Конец]\n[Активность] [Удалить]`,
    );
    await person.taps('Конец');
    expect(await person.says('когда-то')).toEqual(['Не понял время. Например: 14:05, вчера 14:05.\n[Отмена]']);
    expect((await person.says(minute(10)))[0]).toMatch(`Чтение, ${began}–${minute(10)} · 20 мин. Записано.\n[Начало]`);
    await person.taps('Начало');
    expect((await person.says(minute(20)))[0]).toMatch(`Чтение, ${minute(20)}–${minute(10)} · 10 мин. Записано.`);
  });

  it('T9 refuses a time in the future and an overlap, with the session it hits, and waits for another', async () => {
    const person = await finishes();
    const [first, second] = [minute(30), minute(0)];
    clock.advance({ minutes: 5 });
    await person.taps('Ещё раз');
    clock.advance({ minutes: 10 });
    await person.says('Завершить');
    await person.taps('Исправить');
    await person.taps('Начало');
    const began = minute(20);
    expect(await person.says(began)).toEqual([`В это время уже записано Чтение, ${first}–${second}.\n[Отмена]`]);
    expect((await person.says(minute(12)))[0]).toMatch('12 мин. Записано.');
    await person.taps('Конец');
    expect(await person.says(minute(-5))).toEqual(['Это время ещё не наступило.\n[Отмена]']);
  });

  it('T9 moves a session to another activity, deletes it and brings it back', async () => {
    const person = await finishes();
    await person.taps('Исправить');
    await person.taps('Активность');
    expect((await person.taps('Спорт'))[0]).toMatch(/^Спорт, .* · 30 мин\. Записано\./);
    expect((await person.taps('Удалить'))[0]).toMatch(/^Спорт, .* · удалена\.\n\[Вернуть\]$/);
    expect((await person.says('Статистика'))[0]).toMatch('За сегодня записей нет.');
    expect((await person.tapsOn(deletedOf(person), 'Вернуть')).shown[0]).toMatch(/^Спорт, .* Записано\./);
    expect((await person.says('Статистика'))[0]).toMatch('Спорт — 30 мин');
  });

  it('T9 a button of what is gone, or is somebody else’s, says so', async () => {
    const [anna, boris] = [await finishes(), await finishes()];
    const gone = ['Этой записи уже нет.'];
    const data = dataOf(anna.last, 'Исправить').replace(/#.*/, '');
    expect((await boris.presses(boris.last.message_id, data)).shown).toEqual(gone);
    expect((await anna.presses(anna.last.message_id, 'session.edit AAAAAAAAAAAAAAAAAAAAAA')).shown).toEqual(gone);
    expect((await anna.says('Статистика'))[0]).toMatch('Чтение — 30 мин');
  });
});
