import { describe, expect, test } from 'vitest';
import { parseMoment } from './typed-moment.ts';

const context = {
  today: Temporal.PlainDate.from('2026-11-22'),
  day: Temporal.PlainDate.from('2026-11-20'),
  timeZone: 'Europe/Moscow',
  language: 'ru',
} as const;

describe('a typed moment', () => {
  test.each([
    ['14:05', '2026-11-20T14:05'],
    ['9 вечера', '2026-11-20T21:00'],
    ['вчера 14:05', '2026-11-21T14:05'],
    ['Вчера, в 14.05', '2026-11-21T14:05'],
    ['1 ноября 9 вечера', '2026-11-01T21:00'],
    ['21.11 7:30', '2026-11-21T07:30'],
  ])('T9 «%s» is %s', (text, local) => {
    expect(parseMoment(text, context)?.toZonedDateTimeISO('Europe/Moscow').toString()).toMatch(`${local}:00`);
  });

  test.each(['', 'вчера', 'потом', '25:00', 'на этой неделе 14:05', 'x 14:05'])('T9 «%s» is none', (text) => {
    expect(parseMoment(text, context)).toBeNull();
  });
});
