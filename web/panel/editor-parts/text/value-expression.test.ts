import { describe, expect, it } from 'vitest';
import { filterWords } from '../../../../src/texts/filter-words.ts';
import { valueWords } from '../../../../src/texts/value-words.ts';
import { chipFace } from './chip-face.ts';
import { readExpression, usualExpression, writeExpression } from './value-expression.ts';

/** What the picker puts in for a value. */
function inserted(name: string): readonly string[] {
  return valueWords.filter((each) => each.name === name).map(usualExpression);
}

describe('a value in a text', () => {
  it.each([
    '{{ session.active | duration }}',
    '{{ stats.sessions | plural: "сессия", "сессии" | upcase }}',
    '{{ words }}',
  ])('C4 comes back as it was: %s', (source) => {
    const read = readExpression(source);
    expect(read && writeExpression(read)).toBe(source);
  });

  it.each(['{{ "a" | upcase }}', '{{ a | replace: "|", "" }}', '{% if a %}', '{{ a || b }}'])(
    'C4 is left to who can write it where no form shows it: %s',
    (source) => {
      expect(readExpression(source)).toBeNull();
    },
  );

  it('C4 is put in as people read it: seconds in words, moments as times', () => {
    expect(inserted('today.total')).toEqual(['{{ today.total | duration }}']);
    expect(inserted('session.started_at')).toEqual(['{{ session.started_at | moment }}']);
    expect(inserted('user.first_name')).toEqual(['{{ user.first_name }}']);
    const names = new Set(filterWords.map(({ name }) => name));
    const filters = valueWords.flatMap((value) => readExpression(usualExpression(value))?.filters ?? []);
    expect(filters.filter((filter) => !names.has(filter))).toEqual([]);
  });

  it('C4 shows as a short name', () => {
    expect(chipFace('{{ session.active | duration }}')).toEqual({ kind: 'value', text: 'session.active · duration' });
    expect(chipFace('{%- if session -%}')).toEqual({ kind: 'logic', text: 'if session' });
    expect(chipFace(`{{ ${'a'.repeat(80)} }}`).text).toHaveLength(36);
  });
});
