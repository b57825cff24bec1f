import { expect, it } from 'vitest';
import * as deeds from '../src/simulator/person.ts';
import type { Fault } from '../src/simulator/faults.ts';
import { expectAccountsToAgree } from './support/accounts.ts';
import { runCrowd } from './support/crowd.ts';
import { createTrial, describeOnEngines, describeTrial } from './support/trial.ts';
import { until } from './support/until.ts';

describeTrial('a Telegram in a bad mood', { by: 'webhook' }, (trial) => {
  const moods: readonly (readonly [string, Fault])[] = [
    ['says to wait a second', { do: 'refuse', status: 429, retry_after: 1, next: 1 }],
    ['says to wait three seconds', { do: 'refuse', status: 429, retry_after: 3, next: 1 }],
    ['fails three times', { do: 'refuse', status: 500, next: 3 }],
    ['is away behind a proxy', { do: 'refuse', status: 502, next: 5 }],
    ['cuts the connection', { do: 'cut', next: 2 }],
    ['is slow', { do: 'delay', ms: 2_000, next: 2 }],
  ];

  it.concurrent.each(moods)('B4 the answer comes, once, when it %s', async (_, fault) => {
    const anna = trial().person();
    await anna.says('/start');
    const { simulator } = trial();
    simulator.fault({ ...fault, method: 'editMessageText', chat_id: anna.id });
    const { queryId } = { queryId: '', ...simulator.press(anna.id, 'Чтение') };
    await simulator.waitForMessage(anna.id, 'Сессия начата');
    await simulator.waitForAnswer(queryId);
    simulator.fault({ ...fault, method: 'sendMessage', chat_id: anna.id });
    simulator.say(anna.id, 'Завершить');
    await simulator.waitForMessage(anna.id, 'Завершена — ');
    await until('every update is taken', () => simulator.core.queue.size === 0);
    expect(anna.messages.filter(({ text = '' }) => text.startsWith('Завершена'))).toHaveLength(1);
  });

  it('B4 an answer that Telegram took and did not confirm is repeated at most once, and counts once', async () => {
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    const { simulator } = trial();
    simulator.fault({ do: 'cut', carried_out: true, next: 1, method: 'sendMessage', chat_id: anna.id });
    simulator.say(anna.id, 'Завершить');
    await until('every update is taken', () => simulator.core.queue.size === 0);
    expect(anna.messages.filter(({ text = '' }) => text.startsWith('Завершена')).length).toBeLessThanOrEqual(2);
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it('B4 what is said meanwhile does not overtake what waits', async () => {
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    const { simulator } = trial();
    simulator.fault({ do: 'refuse', status: 429, retry_after: 2, next: 1, method: 'sendMessage', chat_id: anna.id });
    simulator.say(anna.id, 'Завершить');
    simulator.say(anna.id, '/help');
    simulator.say(anna.id, 'Настройки');
    await simulator.waitForMessage(anna.id, 'Часовой пояс');
    const heads = anna.messages.map(({ text = '' }) => text.split(/[\s:]/)[0]);
    expect(heads.slice(-3)).toEqual(['Завершена', 'Вот', 'Настройки']);
  });

  it('B4 who blocks the bot in the middle of an answer keeps nobody waiting, and may come back', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const { core } = trial().simulator;
    core.queue.hold();
    trial().simulator.press(anna.id, 'Чтение');
    deeds.setBlocked(core, anna.chat, true);
    core.queue.release();
    await until('every update is taken', () => core.queue.size === 0);
    const before = anna.messages.length;
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — /);
    expect(anna.messages.length).toBe(before + 1);
  });

  it('B4 a deactivated account harms nobody', async () => {
    const [anna, boris] = [trial().person(), trial().person()];
    await anna.says('/start');
    await boris.says('/start');
    anna.chat.deactivated = true;
    await anna.taps('Чтение');
    expect((await boris.taps('Чтение'))[0]).toMatch(/^Сессия начата/);
  });
});

describeOnEngines('a Telegram where every tenth call goes wrong', (engine) => {
  it.concurrent.each(['webhook', 'polling'] as const)('B4 answers everybody, by %s', async (by) => {
    const trial = await createTrial({ engine, by });
    try {
      await trial.startBot();
      const { simulator } = trial;
      for (const method of ['sendMessage', 'editMessageText', 'answerCallbackQuery', 'editMessageReplyMarkup']) {
        simulator.fault({ do: 'refuse', status: 500, percent: 4, method });
        simulator.fault({ do: 'cut', percent: 3, method });
        simulator.fault({ do: 'refuse', status: 429, retry_after: 1, percent: 3, method });
      }
      const report = await runCrowd(simulator, { people: 40, rounds: 1 });
      simulator.core.faults.clear();
      expect(report.repeatedMessages).toBe(0);
      await until('every update is taken', () => simulator.core.queue.size === 0);
      await trial.stopBots();
      await trial.store.read((queries) => expectAccountsToAgree(queries, report));
    } finally {
      await trial.end();
    }
  });
});
