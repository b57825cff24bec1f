import { describe, expect, it } from 'vitest';
import { bodyOf, writeCalls, type Call } from './call.ts';

describe('a call on its way', () => {
  const calls: Call[] = [
    { method: 'answerCallbackQuery', payload: { callback_query_id: '1', text: undefined } },
    {
      method: 'sendMessage',
      payload: { chat_id: 5, text: '«Ё» "\\" \u2028 👩‍👧', reply_markup: { keyboard: [[]] } },
      tag: 'a "card"',
    },
    { method: 'deleteMessage', payload: {} },
  ];

  it('is written as JSON writes it, in its row and to Telegram', () => {
    for (const list of [calls, calls.slice(0, 1), []]) expect(writeCalls(list)).toBe(JSON.stringify(list));
    for (const call of calls) expect(bodyOf(call)).toBe(JSON.stringify(call.payload));
  });

  it('is written anew where its payload is replaced', () => {
    for (const call of calls) {
      const changed = { ...call, payload: { ...call.payload, message_id: 7 } };
      expect(JSON.parse(bodyOf(changed))).toEqual({ ...JSON.parse(bodyOf(call)), message_id: 7 });
    }
  });
});
