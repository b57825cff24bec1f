import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from './call.ts';
import { instead } from './courier-fallback.ts';

const buttons = { inline_keyboard: [[{ text: 'Пауза', callback_data: 'p' }]] };

describe('what is tried in place of a refused call', () => {
  it('is a new message for an edit, with the same text and buttons', () => {
    const payload = { chat_id: 1, message_id: 2, text: '<b>x</b>', parse_mode: 'HTML', reply_markup: buttons };
    expect(instead({ method: 'editMessageText', payload, tag: 't' }, "message can't be edited")).toEqual({
      method: 'sendMessage',
      payload: { chat_id: 1, text: '<b>x</b>', parse_mode: 'HTML', reply_markup: buttons },
      tag: 't',
    });
  });

  it('is plain text for formatting that Telegram cannot read, shown as the person would have read it', () => {
    const payload = { chat_id: 1, text: '<b>A &lt; B</b> <i>5 < 6', parse_mode: 'HTML' };
    expect(instead({ method: 'sendMessage', payload }, "can't parse entities: …")?.payload).toEqual({
      chat_id: 1,
      text: 'A < B 5 < 6',
    });
  });

  it('is the caption for a photo that cannot be sent', () => {
    const payload = { chat_id: 1, photo: 'https://example.org/gone.png', caption: 'x', reply_markup: buttons };
    expect(instead({ method: 'sendPhoto', payload }, 'wrong file identifier/HTTP URL specified')).toEqual({
      method: 'sendMessage',
      payload: { chat_id: 1, text: 'x', reply_markup: buttons },
    });
  });

  it('is the message without its buttons where they are to blame', () => {
    const payload = { chat_id: 1, text: 'x', reply_markup: buttons };
    expect(instead({ method: 'sendMessage', payload }, 'BUTTON_DATA_INVALID')?.payload).toEqual({
      chat_id: 1,
      text: 'x',
    });
  });

  it('is the beginning of a text that is too long', () => {
    const payload = { chat_id: 1, text: 'x'.repeat(5_000) };
    expect(instead({ method: 'sendMessage', payload }, 'message is too long')?.payload['text']).toHaveLength(4_096);
  });

  it.each(['answerCallbackQuery', 'deleteMessage', 'editMessageReplyMarkup'])('is nothing for %s', (method) => {
    expect(instead({ method, payload: { chat_id: 1 } }, 'whatever')).toBeUndefined();
  });

  it('is nothing in a chat that is not there', () => {
    expect(instead({ method: 'sendMessage', payload: { chat_id: 1, text: '<b>x' } }, 'chat not found')).toBeUndefined();
  });

  it('comes to an end, whatever Telegram refuses', () => {
    const call: fc.Arbitrary<Call> = fc.record({
      method: fc.constantFrom('sendMessage', 'editMessageText', 'sendPhoto', 'editMessageMedia', 'editMessageCaption'),
      payload: fc.dictionary(
        fc.constantFrom('text', 'caption', 'parse_mode', 'reply_markup', 'entities', 'media', 'reply_parameters'),
        fc.oneof(fc.string(), fc.record({ type: fc.constant('photo'), caption: fc.string() })),
      ),
    });
    const words = fc.array(fc.constantFrom("can't parse", 'button invalid', 'wrong', 'too long'), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(call, words, (first, refusals) => {
        let current: Call | undefined = first;
        for (const description of refusals) current = current && instead(current, description);
        expect(current).toBeUndefined();
      }),
    );
  });
});
