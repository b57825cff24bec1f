import { sql } from 'kysely';
import { expect, it } from 'vitest';
import * as deeds from '../src/simulator/person.ts';
import { createTrialClock } from './support/trial-clock.ts';
import { describeTrial, type Trial } from './support/trial.ts';
import { until } from './support/until.ts';

const clock = createTrialClock('2026-11-22T14:05:00+03:00');

/** Hands the bot an update of any shape, as Telegram would. */
async function give(trial: Trial, update: Record<string, unknown>): Promise<void> {
  const { queue } = trial.simulator.core;
  const full = { update_id: queue.nextId, ...update };
  queue.nextId += 1;
  const expiresAt = Number.MAX_SAFE_INTEGER;
  queue.restore([{ update: full, kind: 'message', line: `given ${full.update_id}`, expiresAt, again: false }]);
  await until('the update is taken', () => queue.size === 0);
}

describeTrial('unusual updates', { clock }, (trial) => {
  it.each([
    ['a photo', { photo: [{ file_id: 'p', file_unique_id: 'p', width: 1, height: 1 }], caption: 'где я' }],
    ['a photo without words', { photo: [{ file_id: 'p', file_unique_id: 'p', width: 1, height: 1 }] }],
    ['a sticker', { sticker: { file_id: 's', file_unique_id: 's', type: 'regular', width: 1, height: 1 } }],
    ['a voice message', { voice: { file_id: 'v', file_unique_id: 'v', duration: 3 } }],
    ['a place nobody asked for', { location: { latitude: 55.75, longitude: 37.62 } }],
    ['a contact', { contact: { phone_number: '+70000000000', first_name: 'x' } }],
    ['a service message', { new_chat_title: 'x' }],
    ['a kind that does not exist yet', { hologram: { depth: [[[]]] } }],
  ])('B1 %s is answered with what the bot can do', async (_, content) => {
    const anna = trial().person();
    await anna.says('/start');
    const user = { id: anna.id, is_bot: false, first_name: 'Анна', language_code: 'ru' };
    const chat = { id: anna.id, type: 'private', first_name: 'Анна' };
    await give(trial(), { message: { message_id: 1, date: now(), from: user, chat, ...content } });
    expect(anna.last.text).toMatch(/^Не понял\. Вот что я умею:/);
  });

  it('B1 an edited message changes nothing and says nothing', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const { core } = trial().simulator;
    const [first] = anna.chat.messages.values();
    const before = anna.messages.length;
    deeds.editOwn(core, anna.chat, first?.message.message_id ?? 0, 'Завершить');
    await until('the update is taken', () => core.queue.size === 0);
    expect(anna.messages).toHaveLength(before);
  });

  it('B1 in a group the bot answers commands and leaves talk alone', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const before = anna.messages.length;
    const from = { id: anna.id, is_bot: false, first_name: 'Анна' };
    const chat = { id: -100_123_456_789, type: 'supergroup', title: 'Все' };
    await give(trial(), { message: { message_id: 1, date: now(), from, chat, text: 'Завершить' } });
    await give(trial(), { message: { message_id: 2, date: now(), from, chat, text: '/stats@minuta_test_bot' } });
    await give(trial(), { message: { message_id: 3, date: now(), chat, sender_chat: chat, text: 'без автора' } });
    await give(trial(), {
      message: { message_id: 4, date: now(), from: { ...from, is_bot: true }, chat, text: '/start' },
    });
    expect(anna.messages).toHaveLength(before);
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it('B4 who has blocked the bot is left alone, and greeted as ever when they come back', async () => {
    const anna = trial().person();
    await anna.says('/start');
    await anna.taps('Чтение');
    const { core } = trial().simulator;
    deeds.setBlocked(core, anna.chat, true);
    await until('the update is taken', () => core.queue.size === 0);
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Завершена — /);
  });

  it('B1 an inline query is answered', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const { core } = trial().simulator;
    const { queryId } = deeds.askInline(core, anna.chat, 'время');
    await until('the query is answered', () => !core.queries.isOpen(queryId));
  });

  it('B1 a press of 64 bytes on a message Telegram no longer shows is answered', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const { core } = trial().simulator;
    const id = core.queries.open(anna.id, 0);
    const from = { id: anna.id, is_bot: false, first_name: 'Анна' };
    const message = { chat: { id: anna.id, type: 'private' }, message_id: 5, date: 0 };
    await give(trial(), { callback_query: { id, from, chat_instance: '1', message, data: 'я'.repeat(32) } });
    expect(core.queries.isOpen(id)).toBe(false);
    const other = core.queries.open(anna.id, 0);
    await give(trial(), { callback_query: { id: other, from, chat_instance: '1', inline_message_id: 'x' } });
    expect(core.queries.isOpen(other)).toBe(false);
  });

  it('B1 a text of 200,000 characters does no harm, in one message or in fifty', async () => {
    const anna = trial().person();
    await anna.says('/start');
    const text = 'ы'.repeat(200_000);
    const from = { id: anna.id, is_bot: false, first_name: 'Анна' };
    const chat = { id: anna.id, type: 'private' };
    await give(trial(), { message: { message_id: 1, date: now(), from, chat, text } });
    expect(anna.last.text).toMatch(/^Не понял\./);
    await anna.taps('+ Своя');
    await give(trial(), { message: { message_id: 2, date: now(), from, chat, text } });
    expect(anna.last.text).toMatch(/^Слишком длинно: до 64 знаков\./);
    await anna.says(text);
    expect((await anna.says('Завершить')).at(-1)).toMatch(/^Сейчас ничего не идёт\./);
  });

  it.each([
    ['nothing but a number', {}],
    ['a poll', { poll: { id: '1' } }],
    ['a message without a chat', { message: { message_id: 1 } }],
    ['numbers for texts', { message: { message_id: '1', chat: { id: 'x' }, text: 7 } }],
    ['a press by nobody', { callback_query: { id: '1' } }],
    [
      'half an emoji and a NUL',
      { message: { message_id: 1, date: 1e99, chat: { id: 1, type: 'x' }, text: '\0\uD83D' } },
    ],
  ])('B1 an update that holds %s is taken once and forgotten', async (_, content) => {
    await give(trial(), content);
  });

  it('S1 everything that came from a person is in the statistics, and nothing of what they wrote', async () => {
    const secret = 'Совершенно секретно 4711';
    const anna = trial().person({ first_name: 'Ольга', username: 'olga_test' });
    await anna.says('/start ad_42');
    await anna.says('/stats');
    await anna.says(secret);
    await anna.says('Завершить');
    await anna.taps('Чтение');
    await anna.taps('Пауза');
    const rows = await trial().afterwards(
      async (queries) =>
        (
          await sql<{ event: string; handler: string; outcome: string; source: string | null; line: string }>`
          select s.event, s.handler, s.outcome, s.source, s::text as line from statistics s
          join users u on u.id = s.user_id where u.telegram_id = ${anna.id}::bigint order by s.id`.execute(queries)
        ).rows,
    );
    expect(rows.map(({ event }) => event)).toEqual([
      'start',
      'command',
      'text',
      'text',
      'button_click',
      'button_click',
    ]);
    expect(rows.map(({ handler }) => handler)).toEqual([
      '/start',
      '/stats',
      '*',
      expect.any(String),
      'tracker.start',
      'tracker.pause',
    ]);
    expect(rows[0]?.source).toBe('ad_42');
    expect(rows.map(({ line }) => line).join()).not.toContain(secret);
  });
});

function now(): number {
  return Math.floor(clock.now().epochMilliseconds / 1000);
}
