import { expect, it } from 'vitest';
import type { Call } from './call.ts';
import { bodyOf, WrittenCall, writeCalls } from './written-call.ts';

const plain: Call[] = [
  { method: 'answerCallbackQuery', payload: { callback_query_id: '1' } },
  { method: 'sendMessage', payload: { chat_id: 7, text: '«Ё» "\\ 🙂\n', reply_markup: undefined }, tag: 'card "7"' },
];

it('B4 a written call says what it was made of, in its row, on the wire and read back', () => {
  const written = plain.map((call) => new WrittenCall(call));
  expect(written.map(bodyOf)).toEqual(plain.map((call) => JSON.stringify(call.payload)));
  expect(written.map(({ method, payload, tag }) => ({ method, payload, tag }))).toEqual(
    plain.map(({ method, payload, tag }) => ({ method, payload, tag })),
  );
  expect(writeCalls(written)).toBe(JSON.stringify(plain));
  expect(writeCalls(plain)).toBe(JSON.stringify(plain));
  expect(JSON.stringify(written)).toBe(JSON.stringify(plain));
  expect(writeCalls([])).toBe('[]');
});

it('B4 a written call does not follow what it was made of', () => {
  const payload: Record<string, unknown> = { chat_id: 7, text: 'before' };
  const call = new WrittenCall({ method: 'sendMessage', payload });
  payload['text'] = 'after';
  expect(call.payload).toEqual({ chat_id: 7, text: 'before' });
});
