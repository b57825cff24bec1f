import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccountsToAgree } from './support/accounts.ts';
import { runCrowd } from './support/crowd.ts';
import { createTrialClock } from './support/trial-clock.ts';
import { dataOf, type TrialPerson } from './support/trial-person.ts';
import { createTrial, describeOnEngines, describeTrial, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

const clock = createTrialClock('2026-11-22T14:05:00+03:00');

for (const by of ['polling', 'webhook'] as const) {
  describeTrial(`updates that come again or out of order, by ${by}`, { clock, by }, (trial) => {
    it('B2 an update that is delivered again says nothing and does nothing', async () => {
      const anna = await newcomer(trial());
      const { updateId } = trial().simulator.press(anna.id, 'Чтение');
      await taken(trial());
      const before = anna.messages;
      clock.advance({ minutes: 5 });
      trial().simulator.redeliver(updateId ?? 0, 3);
      await taken(trial());
      expect(anna.messages).toEqual(before);
      await anna.taps('Завершить');
      trial().simulator.redeliver(updateId ?? 0, 3);
      await taken(trial());
      expect(anna.last.text).toMatch(/^Завершена — 5 мин\./);
      expect((await anna.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
    });

    it('B2 taps that come in the wrong order leave what is true, and are told so', async () => {
      const anna = await newcomer(trial());
      await anna.taps('Чтение');
      const card = anna.last;
      clock.advance({ minutes: 5 });
      const { core } = trial().simulator;
      core.queue.hold();
      trial().simulator.pressData(anna.id, card.message_id, dataOf(card, 'Пауза'));
      const { queryId } = trial().simulator.pressData(anna.id, card.message_id, dataOf(card, 'Завершить'));
      core.queue.release('reverse');
      await taken(trial());
      await trial().simulator.waitForAnswer(queryId);
      // What is said to the pause follows its own answer.
      await until('the truth', () => anna.last.text?.startsWith('Сейчас ничего не идёт.') === true);
      const texts = anna.messages.map(({ text }) => text ?? '');
      expect(texts.some((text) => text.startsWith('Завершена — 5 мин.'))).toBe(true);
    });

    it('B2 a message older than the last transition changes nothing and is told what is true', async () => {
      const anna = await newcomer(trial());
      await anna.taps('Чтение');
      clock.advance({ minutes: 5 });
      const shown = await anna.says('Завершить', { dateOffset: -600 });
      expect(shown.at(-1)).toMatch(/^Чтение .*5 мин\n/);
      clock.advance({ minutes: 1 });
      expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — 6 мин\./);
    });

    it('B2 a finish that was sent during an outage counts from when it was sent', async () => {
      const anna = await newcomer(trial());
      await anna.taps('Чтение');
      clock.advance({ minutes: 20 });
      expect((await anna.says('Завершить', { dateOffset: -600 })).at(-1)).toMatch(/^Завершена — 10 мин\./);
    });

    it('B2 update ids may begin again anywhere, lower too', async () => {
      const anna = await newcomer(trial());
      await anna.taps('Чтение');
      await jumpTo(trial(), 17);
      clock.advance({ minutes: 3 });
      expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — 3 мин\./);
      expect((await anna.taps('Ещё раз'))[0]).toMatch(/^Сессия начата/);
      await jumpTo(trial(), 1_900_000_000);
      expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — 0 с\./);
    });

    it('B2 an update that comes again after a restart is known', async () => {
      const anna = await newcomer(trial());
      const { updateId } = trial().simulator.press(anna.id, 'Чтение');
      await taken(trial());
      await trial().stopBots();
      await trial().startBot();
      const before = anna.messages;
      trial().simulator.redeliver(updateId ?? 0);
      await taken(trial());
      expect(anna.messages).toEqual(before);
      expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — 0 с\./);
      const rows = await trial().afterwards(
        async (queries) =>
          (
            await sql<{ count: number }>`select count(*) as count from statistics
            group by user_id, timestamp, event, handler, outcome having count(*) > 2`.execute(queries)
          ).rows,
      );
      expect(rows).toEqual([]);
    });
  });
}

describeOnEngines('every update delivered twice at the same moment', (engine) => {
  it('B2 takes effect once', async () => {
    const trial = await createTrial({ engine, by: 'webhook' });
    try {
      await trial.startBot();
      trial.simulator.core.webhook.duplicatePercent = 100;
      const report = await runCrowd(trial.simulator, { people: 100, rounds: 2 });
      await taken(trial);
      expect(report.repeatedMessages).toBe(0);
      await trial.afterwards((queries) => expectAccountsToAgree(queries, report));
    } finally {
      await trial.end();
    }
  });
});

describe('what a restart finds', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await createTrial({ engine: 'embedded' });
  });
  afterAll(() => trial.end());

  it('B2 what was said to a bot that was away is answered when it is back', async () => {
    const people = Array.from({ length: 20 }, () => trial.person());
    for (const { id } of people) trial.simulator.say(id, '/start');
    await trial.startBot();
    await taken(trial);
    for (const person of people) expect(person.last.text).toBe('Что начинаем?');
  });
});

async function newcomer(trial: Trial): Promise<TrialPerson> {
  clock.set('2026-11-22T14:05:00+03:00');
  const person = trial.person();
  await person.says('/start');
  return person;
}

async function taken({ simulator }: Trial): Promise<void> {
  const { queue } = simulator.core;
  await until('every update is taken', () => queue.size === 0);
}

/** Telegram goes on with another number after a quiet week, in which every long poll has ended with nothing. */
async function jumpTo({ simulator }: Trial, updateId: number): Promise<void> {
  simulator.core.polling.close();
  await sleep(1);
  simulator.core.queue.nextId = updateId;
}
