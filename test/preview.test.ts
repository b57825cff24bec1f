import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PreviewAnswer } from '../src/preview/schema.ts';
import { startAdmin, type Admin } from './support/admin.ts';
import { describeWith } from './support/servers.ts';
import { createTrialClock } from './support/trial-clock.ts';
import { createTrial, type Trial } from './support/trial.ts';

const begin = '2026-11-22T10:00:00+03:00';

/** A walk through the shipped menus: what is typed, `[what is tapped]`, and minutes that pass. */
const walk = [
  '/start',
  '[Чтение]',
  25,
  '[Пауза]',
  10,
  '[Продолжить]',
  7,
  'Завершить',
  '[Исправить]',
  '[Начало]',
  'когда-то',
  '10:05',
  'Начать',
  '[Работа]',
  3,
  'Начать',
  '[Спорт]',
  'Статистика',
  '[Вчера]',
  '[Неделя]',
  'Настройки',
  '[Язык]',
  '[English]',
  'Statistics',
  'what is this',
  'Finish',
] as const;

describeWith(['PostgreSQL'], 'a preview beside the bot', () => {
  const clock = createTrialClock(begin);
  let trial: Trial;
  let admin: Admin;

  beforeAll(async () => {
    trial = await createTrial({ engine: 'PostgreSQL', clock });
    await trial.startBot();
    admin = await startAdmin(trial.store.environment);
  });
  afterAll(async () => {
    await admin.running.stop();
    await trial.end();
  });

  it('C10 shows, message by message and button by button, what the bot shows for the same taps', async () => {
    const person = trial.person({ first_name: 'Аня', language_code: 'ru' });
    const steps: unknown[] = [];
    let after = 0;
    let shown = await preview(steps);
    for (const deed of walk) {
      if (typeof deed === 'number') {
        clock.advance({ minutes: deed });
        after += deed * 60;
        continue;
      }
      const [, label] = /^\[(.*)\]$/.exec(deed) ?? [];
      await (label === undefined ? person.says(deed) : person.taps(label));
      steps.push(label === undefined ? { kind: 'text', text: deed, after } : { ...placeOf(shown, label), after });
      after = 0;
      shown = await preview(steps);
      const real = [...person.chat.messages.values()].map(({ message }) => ({
        text: message.text ?? null,
        buttons: (message.reply_markup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text)),
        edited: message.edit_date !== undefined,
      }));
      expect(shown.stopped_at).toBeNull();
      expect(shown.messages.map(({ text, edited, buttons }) => ({ text, buttons: labels(buttons), edited }))).toEqual(
        real,
      );
      expect(labels(shown.keyboard?.rows ?? [])).toEqual(labels(person.chat.keyboard?.keyboard ?? []));
    }
  });

  async function preview(steps: readonly unknown[]): Promise<PreviewAnswer> {
    const body = { steps, time: Temporal.Instant.from(begin).toString(), persona: { first_name: 'Аня' } };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the route's own shape has checked it
    return (await admin.call('POST', '/preview', body)) as PreviewAnswer;
  }
});

function labels(rows: readonly (readonly { readonly text: string }[])[]): string[][] {
  return rows.map((row) => row.map(({ text }) => text));
}

/** The newest button with this label. */
function placeOf({ messages }: PreviewAnswer, label: string) {
  for (const { id, buttons } of messages.toReversed())
    for (const [row, cells] of buttons.entries()) {
      const column = cells.findIndex(({ text }) => text === label);
      if (column !== -1) return { kind: 'press', message_id: id, row, column, label };
    }
  throw new Error(`there is no button ${label}`);
}
