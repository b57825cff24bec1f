import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { soleEngine } from '../../builder/answer-turn.ts';
import { action } from '../../builder/actions-catalogue.ts';
import { engineOf } from '../../builder/testing.ts';
import { silentLogger } from '../../platform/telemetry/logger.ts';
import { z } from 'zod';
import type { Call, CallResult } from '../call.ts';
import { readUpdate, type Incoming } from '../incoming.ts';
import { createAdmission, type Admission } from './admission.ts';
import type { Verdict } from './limits.ts';

const finish = action({
  name: 'finish',
  title: { ru: 'Завершить', en: 'Finish' },
  summary: { ru: 'Завершает.', en: 'Finishes.' },
  example: 'finish',
  args: z.strictObject({}),
  isUrgent: true,
  run: () => undefined,
});

const engine = engineOf(
  {
    handlers: [
      { pattern: 'Меню', action: 'send', message: 'Меню' },
      { pattern: 'Стоп', action: 'finish' },
      { pattern: 'Всё', action: 'goto over' },
    ],
    callbacks: [
      { callback_data: 'menu', action: 'send', message: 'Меню' },
      { callback_data: 'over', action: 'finish' },
      { callback_data: 'system.too_fast', action: 'send', message: { ru: 'Слишком <b>быстро</b>.', en: 'Too fast.' } },
    ],
  },
  { actions: [finish] },
);

/** @param answer what the limits say of each update, in order */
function open(
  answer: (count: number) => Verdict | Promise<Verdict>,
  outcomes: CallResult[] = [],
): { admit: Admission; calls: Call[] } {
  const calls: Call[] = [];
  let count = 0;
  const admit = createAdmission({
    limits: { ask: () => answer((count += 1)) },
    engines: soleEngine(engine),
    telegram: {
      call: async (call) => {
        calls.push(call);
        return outcomes.shift() ?? { outcome: 'taken', result: true };
      },
    },
    language: 'ru',
    log: silentLogger,
  });
  return { admit, calls };
}

const now = Temporal.Instant.from('2026-11-22T11:05:00Z');
const from = { id: 7, is_bot: false, first_name: 'Аня' };
const chat = { id: 7, type: 'private' };
let lastUpdate = 0;
function incoming(parts: object): Incoming {
  const update = readUpdate({ update_id: (lastUpdate += 1), ...parts }, now);
  if (!update) throw new Error('no update');
  return update;
}
const text = (words: string, sender: object = from): Incoming =>
  incoming({ message: { message_id: 1, date: 0, chat, from: sender, text: words } });
const press = (data: string): Incoming =>
  incoming({ callback_query: { id: `q${data}`, from, data, message: { message_id: 1, chat } } });

it('B5 lets in what the limits let in, and says nothing', () => {
  const { admit, calls } = open(() => 'pass');
  expect(admit(text('Меню'))).toBe(true);
  expect(calls).toEqual([]);
});

it('B5 keeps the rest out and says so once, in the person’s language', () => {
  const { admit, calls } = open((count) => (count === 2 ? 'drop' : 'tell'));
  expect([admit(text('Меню')), admit(text('Меню')), admit(text('Меню', { ...from, language_code: 'en-GB' }))]).toEqual([
    false,
    false,
    false,
  ]);
  expect(calls.map(({ payload }) => payload)).toMatchObject([
    { chat_id: 7, text: 'Слишком <b>быстро</b>.', parse_mode: 'HTML' },
    { text: 'Too fast.' },
  ]);
});

it('B4 B5 releases every press of who is kept out, in words the first time', () => {
  const { admit, calls } = open((count) => (count === 1 ? 'tell' : 'drop'));
  expect([admit(press('menu')), admit(press('menu'))]).toEqual([false, false]);
  expect(calls).toEqual([
    { method: 'answerCallbackQuery', payload: { callback_query_id: 'qmenu', text: 'Слишком быстро.' } },
    { method: 'answerCallbackQuery', payload: { callback_query_id: 'qmenu' } },
  ]);
});

it('B5 never throws away what would change the timer, wherever it leads there from', () => {
  const { admit, calls } = open(() => 'drop');
  for (const update of [text('Стоп'), text('Всё'), press('over'), press('over#1.1')]) expect(admit(update)).toBe(true);
  expect(calls).toEqual([]);
});

it('B5 keeps out what changes nothing, whatever it says: an edited message', () => {
  const { admit } = open(() => 'drop');
  const edited = incoming({ edited_message: { message_id: 1, date: 0, chat, from, text: 'Стоп' } });
  expect(admit(edited)).toBe(false);
});

it('B5 always hears that somebody has blocked the bot', () => {
  const { admit } = open(() => 'drop');
  expect(admit(incoming({ my_chat_member: { chat, from, new_chat_member: { status: 'kicked' } } }))).toBe(true);
});

it('B2 B5 keeps a person’s order where an answer about them is yet to come', async () => {
  const { admit } = open((count) => (count === 1 ? sleep(20, 'pass' as const) : 'pass'));
  const order: number[] = [];
  const take = async (place: number, update: Incoming): Promise<void> => {
    if (await admit(update)) order.push(place);
  };
  await Promise.all([take(1, text('Меню')), take(2, text('Меню')), take(3, text('Стоп'))]);
  expect(order).toEqual([1, 2, 3]);
});

it('B4 B5 tries again where Telegram could not take the release of a press', async () => {
  const busy = { outcome: 'wait', seconds: 0 } as const;
  const { admit, calls } = open(() => 'drop', [busy, busy]);
  expect(admit(press('menu'))).toBe(false);
  await until('it was tried twice again', () => calls.length === 3);
  expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['answerCallbackQuery']));
});
