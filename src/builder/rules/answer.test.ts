import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkAnswer, type AnswerRule } from './answer.ts';

const context = { language: 'ru', today: Temporal.PlainDate.from('2026-11-22'), weekStart: 1 } as const;
const check = (rule: AnswerRule, text: string) => {
  const checked = checkAnswer(rule, text, context);
  return checked.ok ? checked.value : `! ${checked.problem}`;
};

describe('an answer', () => {
  const text: AnswerRule = { kind: 'text', min: 2, max: 5 };
  test.each([
    ['  привет ', '! too_long'],
    [' да ', 'да'],
    ['я', '! too_short'],
    ['👍🏽👍', '👍🏽👍'],
    [' ', '! empty'],
  ])('C3 a text by its length in characters: %j', (given, value) => {
    expect(check(text, given)).toBe(value);
  });

  const number: AnswerRule = { kind: 'number', min: -10, max: 2_000, whole: false };
  test.each([
    ['12', 12],
    ['1 200,5', 1200.5],
    ['1 200', 1200],
    ['1,200.5', 1200.5],
    ['−3', -3],
    ['+7', 7],
    ['-11', '! too_small'],
    ['2001', '! too_large'],
    ['двенадцать', '! not_a_number'],
    ['1e3', '! not_a_number'],
    ['0x10', '! not_a_number'],
    ['Infinity', '! not_a_number'],
    ['9'.repeat(400), '! not_a_number'],
  ])('C3 a number as people write it: %j', (given, value) => {
    expect(check(number, given)).toBe(value);
  });

  it('C3 a whole number where only that will do', () => {
    expect(check({ ...number, whole: true }, '1,5')).toBe('! not_whole');
    expect(check({ ...number, whole: true }, '1,0')).toBe(1);
  });

  test.each([
    [{}, 'вчера', '2026-11-21'],
    [{}, '01.11', '2026-11-01'],
    [{ min: 'today' }, 'Завтра', '2026-11-23'],
    [{}, 'tomorrow', '2026-11-23'],
    [{}, '1–7 ноября', '! not_a_date'],
    [{}, 'никогда', '! not_a_date'],
    [{ min: 'today' }, 'вчера', '! too_early'],
    [{}, '1 декабря', '2026-12-01'],
    [{}, '1 ноября', '2026-11-01'],
    [{ max: 'today' }, '1 декабря', '2025-12-01'],
    [{}, '1 декабря 2025', '2025-12-01'],
    [{ min: 'today' }, '1 декабря', '2026-12-01'],
    [{ min: 'today' }, '21.11.2026', '! too_early'],
    [{ min: 'today', max: '2026-12-31' }, '1 ноября', '! too_early'],
    [{ max: 'today' }, '23.11.2026', '! too_late'],
    [{ min: '2000-01-01' }, '31.12.1999', '! too_early'],
  ])('C3 a day as people write it, within %j: %j', (bounds, given, value) => {
    expect(check({ kind: 'date', ...bounds }, given)).toBe(value);
  });

  it('C3 one of the choices, in any language and case, kept by its value', () => {
    const rule: AnswerRule = {
      kind: 'choice',
      choices: [
        { label: { ru: 'Да', en: 'Yes' }, value: 'yes' },
        { label: 'Ёлка', value: 'tree' },
      ],
    };
    expect(check(rule, ' ДА ')).toBe('yes');
    expect(check(rule, 'yes')).toBe('yes');
    expect(check(rule, 'ёлка')).toBe('tree');
    expect(check(rule, 'нет')).toBe('! not_a_choice');
  });

  test.each([
    ['+7 (900) 123-45-67', '+79001234567'],
    ['8 900 123 45 67', '+79001234567'],
    ['9001234567', '+79001234567'],
    ['79001234567', '+79001234567'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+0 123 456', '! not_a_phone'],
    ['12345', '! not_a_phone'],
    ['+1234567890123456', '! not_a_phone'],
    ['позвоните', '! not_a_phone'],
  ])('C3 a phone number: %j', (given, value) => {
    expect(check({ kind: 'phone' }, given)).toBe(value);
  });

  test.each([
    ['anna@example.org', 'anna@example.org'],
    ['a.b+c@почта.рф', 'a.b+c@почта.рф'],
    ['anna@example', '! not_an_email'],
    ['anna@@example.org', '! not_an_email'],
    ['.anna@example.org', '! not_an_email'],
    ['anna@-example.org', '! not_an_email'],
    ['anna anna@example.org', '! not_an_email'],
    ['@example.org', '! not_an_email'],
  ])('C3 an e-mail address: %j', (given, value) => {
    expect(check({ kind: 'email' }, given)).toBe(value);
  });

  it('C3 whatever is typed is taken or refused at once', () => {
    const rules: AnswerRule[] = [text, number, { kind: 'date' }, { kind: 'phone' }, { kind: 'email' }];
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('1', ' ', '.', '-', '@', 'a', '('), maxLength: 5_000 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...rules), hostile, (rule, given) => {
        expect(check(rule, given)).toBeDefined();
      }),
    );
  });
});
