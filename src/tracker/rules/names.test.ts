import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAME_MAX, nameKey, parseName } from './names.ts';

const nameOf = (text: string) => {
  const parsed = parseName(text);
  return parsed.ok ? parsed.name : parsed.reason;
};

describe('names of activities', () => {
  it('T1 are trimmed, on one line, with single spaces', () => {
    expect(nameOf('  Работа \n над\t\tкнигой ')).toBe('Работа над книгой');
    expect(nameOf('до\u00A0\u2028обеда')).toBe('до обеда');
  });

  it('T1 have 1 to 64 characters, counted as the database counts', () => {
    expect(nameOf('😀'.repeat(NAME_MAX))).toBe('😀'.repeat(NAME_MAX));
    expect(nameOf('я'.repeat(NAME_MAX + 1))).toBe('too_long');
    expect(nameOf(`  ${'я'.repeat(NAME_MAX)}  `)).toBe('я'.repeat(NAME_MAX));
    expect(nameOf('и\u0306'.repeat(NAME_MAX))).toBe('й'.repeat(NAME_MAX));
    expect(nameOf('я'.repeat(200_000))).toBe('too_long');
  });

  it('T1 need something that can be seen', () => {
    for (const nothing of [
      '',
      '   ',
      '\n',
      '\u200B',
      '\u200D',
      '\uFEFF\u00AD',
      '\u0301',
      '\uFE0F',
      '\u3164',
      '\u2800',
    ]) {
      expect(nameOf(nothing)).toBe('empty');
    }
  });

  it('T1 lose what would break a line, a row of the database or the direction of the text around them', () => {
    expect(nameOf('Ра\u0000бо\u0007та')).toBe('Работа');
    expect(nameOf('\u202Eатобар\u202C')).toBe('атобар');
    expect(nameOf('a\u2066b\u2069')).toBe('ab');
    expect(nameOf('\uD83D')).toBe('not_text');
  });

  it('T1 may be emoji, right-to-left or accented', () => {
    for (const name of ['👨‍👩‍👧 Семья', '❤️', 'קריאה', 'مطالعه', 'می‌خوانم', 'Ёлка', '<b>&', 'Ćwiczenia', '7']) {
      expect(nameOf(name)).toBe(name.normalize('NFC'));
    }
  });

  it('T1 are the same without regard to case, and «ё» is a letter of its own', () => {
    expect(nameKey('ЧТЕНИЕ')).toBe(nameKey('Чтение'));
    expect(nameKey('STRASSE')).toBe(nameKey('Straße'));
    expect(nameKey('STRAẞE')).toBe(nameKey('Straße'));
    expect(nameKey('ΟΔΟΣ')).toBe(nameKey('οδος'));
    expect(nameKey('❤')).toBe(nameKey('❤️'));
    expect(nameKey('Ёлка')).not.toBe(nameKey('Елка'));
  });

  it('T1 a parsed name parses to itself, and stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
        const parsed = parseName(text);
        if (!parsed.ok) return;
        expect(parseName(parsed.name)).toEqual(parsed);
        expect(Array.from(parsed.name).length).toBeLessThanOrEqual(NAME_MAX);
        expect(nameKey(parsed.key)).toBe(parsed.key);
      }),
      { numRuns: 2_000 },
    );
  });
});
