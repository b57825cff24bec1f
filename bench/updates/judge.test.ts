import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import type { Sent } from './sent.ts';
import type { Update } from './update.ts';

const press: Update = { step: 'start', body: '', query: 'q:1:7', activity: 'Чтение', acknowledgedAt: 100 };
const shown = { menu: 20, card: 10 };

const edit: Sent = {
  chat: 1,
  method: 'editmessagetext',
  message: 20,
  at: 50,
  text: 'Сессия начата\n<b>Чтение</b> · с 14:05',
  keyboard: null,
  query: '',
};
const answer: Sent = { ...edit, method: 'answercallbackquery', message: 0, text: '', query: 'q:1:7' };

test('an edited message and an answered press are right', () => {
  expect(judge(press, [edit, answer], shown).problems).toEqual([]);
});

test('a press without an answer is lost', () => {
  expect(judge(press, [edit], shown).problems).toEqual(['lost']);
  expect(judge(press, [answer], shown).problems).toEqual(['lost']);
});

test('two messages for one update are doubled', () => {
  expect(judge(press, [edit, answer, edit], shown).problems).toEqual(['doubled']);
});

test('an answer about another activity or on another message is reordered', () => {
  expect(judge(press, [{ ...edit, text: 'Сессия начата\nСпорт' }, answer], shown).problems).toEqual(['reordered']);
  expect(judge(press, [{ ...edit, message: 10 }, answer], shown).problems).toEqual(['reordered']);
  expect(judge(press, [edit, { ...answer, query: 'q:1:6' }], shown).problems).toEqual(['reordered']);
});

test('a message sent after the acknowledgement is late', () => {
  expect(judge(press, [{ ...edit, at: 101 }, answer], shown).problems).toEqual(['late']);
});

test('the total of the day is read from a finish', () => {
  const finish: Update = { ...press, step: 'finish', activity: '' };
  const text = 'Завершена — 32 мин. Всего сегодня: 2 ч 10 мин.\nЧтение, 14:05–14:37';
  expect(judge(finish, [{ ...edit, message: 10, text }, answer], shown).total).toBe('2 ч 10 мин');
});
