import { describe, expect, it } from 'vitest';
import { operandOf, readCondition, readWhen, shownOperand, writeCondition, writeWhen } from './condition.ts';

describe('a condition in a form', () => {
  it.each([
    'session',
    'vars.score > 5',
    'user.language == "ru" and session and vars.name contains "and or"',
    "period.name == 'today' or stats.total <= 0",
  ])('C3 comes back as it was: %s', (source) => {
    const read = readCondition(source);
    expect(read && writeCondition(read)).toBe(source);
  });

  it.each(['a and b or c', 'a | size > 2', 'not a', '(a)', 'a ==', '', 'a b'])(
    'C3 is left to who can write it where no form shows it: %s',
    (source) => {
      expect(readCondition(source)).toBeNull();
    },
  );

  it('C3 takes what is typed for a number, a name or a text', () => {
    const names = ['session.activity'];
    expect(
      ['5', '-1.5', 'true', 'session.activity', 'vars.best', 'Обед', 'say "hi"'].map((typed) =>
        operandOf(typed, names),
      ),
    ).toEqual(['5', '-1.5', 'true', 'session.activity', 'vars.best', '"Обед"', `'say "hi"'`]);
    expect(['"ru"', "'a b'", '5'].map(shownOperand)).toEqual(['ru', 'a b', '5']);
  });

  it('C2 is what shows or hides a button', () => {
    expect(readWhen('{% unless subject.is_archived %}yes{% endunless %}')).toEqual({
      isNegated: true,
      condition: 'subject.is_archived',
    });
    const when = readWhen('{% if session %}yes{% endif %}');
    expect(when && writeWhen(when)).toBe('{% if session %}yes{% endif %}');
    expect(readWhen('{% if a %}{% if b %}yes{% endif %}{% endif %}')).toBeNull();
    expect(readWhen('{% if a %}yes{% else %}no{% endif %}')).toBeNull();
  });
});
