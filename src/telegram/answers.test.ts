import { describe, expect, it } from 'vitest';
import { beginning, engineOf, pressed, typed } from '../builder/testing.ts';
import { answerTurn, soleEngine } from '../builder/answer-turn.ts';
import type { Output, RenderedKeyboard, Trigger } from '../builder/turn.ts';
import { callsFor } from './answers.ts';

const stamp = { tracker: 12, config: 3 };
const engine = engineOf({ handlers: [{ pattern: '/never', action: 'send', message: 'x' }] });

/** The calls for a turn that says this; a press comes with a query. */
async function callsOf(trigger: Trigger, ...outputs: Output[]) {
  const { turn } = await answerTurn(soleEngine(engine), beginning(trigger));
  turn.outputs.push(...outputs);
  return callsFor(turn, stamp, trigger.kind === 'press' ? 'query' : null);
}
const screen = (mode: 'edit' | 'send', text: string, more: object = {}): Output => ({
  kind: 'screen',
  mode,
  screen: { text, ...more },
});
const inline: RenderedKeyboard = {
  kind: 'inline',
  rows: [
    [
      { label: 'Пауза', data: 'tracker.pause' },
      { label: 'Сайт', url: 'https://example.org' },
      { label: 'Окно', webApp: 'https://example.org/app' },
    ],
  ],
};
const reply: RenderedKeyboard = {
  kind: 'reply',
  rows: [[{ label: 'Начать' }, { label: 'Где я', requests: 'location' }, { label: 'Кто я', requests: 'contact' }]],
  oneTime: false,
};
const methods = (calls: readonly { method: string }[]) => calls.map(({ method }) => method);
const notice = (text: string, isAlert = false): Output => ({ kind: 'notice', text, isAlert });

/** What the answer to a press carries. */
const said = async (...outputs: Output[]) => (await callsOf(pressed('x'), ...outputs))[0]?.payload;
/** A keyboard as Telegram is told of it. */
const markup = async (keyboard: RenderedKeyboard) =>
  (await callsOf(typed('x'), screen('send', 'x', { keyboard })))[0]?.payload['reply_markup'];

describe('what is said', () => {
  it('B4 is a new message in answer to a text, also where an edit was asked for', async () => {
    const [call] = await callsOf(typed('x'), screen('edit', 'Текст'));
    expect(call).toMatchObject({ method: 'sendMessage', payload: { text: 'Текст', parse_mode: 'HTML' } });
  });

  it('B4 takes the place of the message whose button was pressed', async () => {
    const calls = await callsOf(pressed('x'), screen('edit', 'Текст', { keyboard: inline }));
    expect(calls).toMatchObject([
      { method: 'answerCallbackQuery', payload: { callback_query_id: 'query' } },
      { method: 'editMessageText', payload: { message_id: 5, text: 'Текст' } },
    ]);
  });

  it('B4 takes the old buttons away where the new text has none', async () => {
    const [, call] = await callsOf(pressed('x'), screen('edit', 'Текст'));
    expect(call?.payload['reply_markup']).toEqual({ inline_keyboard: [] });
  });

  it('B4 edits once: what follows is a message of its own', async () => {
    const calls = await callsOf(pressed('x'), screen('edit', 'Один'), screen('edit', 'Два'), screen('send', 'Три'));
    expect(methods(calls)).toEqual(['answerCallbackQuery', 'editMessageText', 'sendMessage', 'sendMessage']);
  });

  it('B4 with a keyboard under the input field is always sent, for Telegram cannot edit that in', async () => {
    const calls = await callsOf(pressed('x'), screen('edit', 'Меню', { keyboard: reply }), screen('edit', 'Карточка'));
    expect(methods(calls)).toEqual(['answerCallbackQuery', 'sendMessage', 'editMessageText']);
  });

  it('B4 with a button on a message that Telegram has forgotten is sent', async () => {
    const calls = await callsOf(
      { kind: 'press', data: 'x', version: undefined, messageId: null },
      screen('edit', 'Текст'),
    );
    expect(methods(calls)).toEqual(['answerCallbackQuery', 'sendMessage']);
  });

  it('C2 comes with its photo, sent or in place', async () => {
    const photo = { photoUrl: 'https://example.org/a.png' };
    const [sent] = await callsOf(typed('x'), screen('send', 'Подпись', photo));
    expect(sent).toMatchObject({
      method: 'sendPhoto',
      payload: { photo: photo.photoUrl, caption: 'Подпись', parse_mode: 'HTML' },
    });
    const [, edited] = await callsOf(pressed('x'), screen('edit', 'Подпись', photo));
    expect(edited).toMatchObject({
      method: 'editMessageMedia',
      payload: { media: { type: 'photo', media: photo.photoUrl, caption: 'Подпись' } },
    });
  });

  it('keeps its tag, so that the message can be remembered', async () => {
    const [call] = await callsOf(typed('x'), { kind: 'screen', mode: 'send', screen: { text: 'x' }, tag: 'card 1' });
    expect(call?.tag).toBe('card 1');
  });

  it('B4 is nothing but an answer to the press where there is nothing to say', async () => {
    expect(await callsOf(pressed('x'))).toEqual([
      { method: 'answerCallbackQuery', payload: { callback_query_id: 'query' } },
    ]);
    expect(await callsOf(typed('x'))).toEqual([]);
  });

  it('takes the buttons off an older message', async () => {
    expect(await callsOf(typed('x'), { kind: 'retire', chatId: 9, messageId: 4 })).toEqual([
      {
        method: 'editMessageReplyMarkup',
        payload: { chat_id: 9, message_id: 4, reply_markup: { inline_keyboard: [] } },
      },
    ]);
  });
});

describe('a notice', () => {
  it('is said in the answer to the press, the last one where there are several', async () => {
    expect(await said(notice('Уже идёт'), notice('Эта кнопка устарела', true))).toEqual({
      callback_query_id: 'query',
      text: 'Эта кнопка устарела',
      show_alert: true,
    });
  });

  it('is whole up to 200 signs, and cut between words beyond', async () => {
    expect((await said(notice('я'.repeat(200))))?.['text']).toBe('я'.repeat(200));
    const text = String((await said(notice('слово '.repeat(50))))?.['text']);
    expect(text.length).toBeLessThanOrEqual(200);
    expect(text.endsWith('слово…')).toBe(true);
  });

  it('is never cut through an emoji, and never read as formatting', async () => {
    for (const offset of [0, 1, 2, 3]) {
      const text = String((await said(notice('.'.repeat(offset) + '<b>&🙂'.repeat(60))))?.['text']);
      expect(text.isWellFormed()).toBe(true);
      expect(text).toContain('<b>&🙂');
      expect(text.length).toBeLessThanOrEqual(200);
    }
  });

  it('without words says nothing, and to a text there is nobody to say it', async () => {
    expect(await said(notice(''))).toEqual({ callback_query_id: 'query' });
    expect(await callsOf(typed('x'), notice('Уже идёт'))).toEqual([]);
  });
});

describe('a keyboard', () => {
  it('carries what it was made for on each button that acts', async () => {
    expect(await markup(inline)).toEqual({
      inline_keyboard: [
        [
          { text: 'Пауза', callback_data: 'tracker.pause#c.3' },
          { text: 'Сайт', url: 'https://example.org' },
          { text: 'Окно', web_app: { url: 'https://example.org/app' } },
        ],
      ],
    });
  });

  it('T7 under the input field stays, small, unless it is for one time', async () => {
    expect(await markup(reply)).toEqual({
      keyboard: [
        [{ text: 'Начать' }, { text: 'Где я', request_location: true }, { text: 'Кто я', request_contact: true }],
      ],
      resize_keyboard: true,
      is_persistent: true,
      one_time_keyboard: false,
    });
    expect(await markup({ ...reply, oneTime: true, placeholder: 'Ответ' })).toMatchObject({
      is_persistent: false,
      one_time_keyboard: true,
      input_field_placeholder: 'Ответ',
    });
  });
});
