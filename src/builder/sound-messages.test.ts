import { describe, expect, it } from 'vitest';
import { filters } from '../texts/filters.ts';
import { LANGUAGES } from '../texts/language.ts';
import { catalogueOf } from './actions-catalogue.ts';
import { builderActions } from './actions.ts';
import { checkDocument } from './document.ts';
import { compile, type Compiled } from './rules/compile.ts';
import { keepSoundMessages } from './sound-messages.ts';

const plain = { actions: catalogueOf(builderActions), filters, languages: LANGUAGES };

function compiler() {
  const options = { ...plain, sound: keepSoundMessages() };
  return (messages: readonly unknown[], action = 'send') => {
    const handlers = messages.map((message, index) => ({ pattern: `/h${index}`, action, message }));
    const checked = checkDocument({ minuta: 1, handlers });
    if (!checked.ok) throw new Error('the handlers are no document');
    return { now: compile(checked.document, 1, options), anew: compile(checked.document, 1, plain) };
  };
}

const problemsOf = (compiled: Compiled) => (compiled.ok ? compiled.warnings : compiled.problems);
const messageOf = (compiled: Compiled, pattern: string) =>
  compiled.ok ? compiled.snapshot.handler(pattern)?.message : undefined;

describe('messages that were sound in the version before', () => {
  it('are the same ones in the next, and changed ones are not', () => {
    const of = compiler();
    const before = of(['Привет', { ru: 'Да', en: 'Yes' }]).now;
    const { now } = of([{ ru: 'Да', en: 'Yes' }, 'Привет, {{ user.first_name }}']);
    expect(messageOf(now, '/h0')).toBe(messageOf(before, '/h1'));
    expect(messageOf(now, '/h1')?.('ru').source).toBe('Привет, {{ user.first_name }}');
  });

  it('C9 what is wrong with a message is said every time, of its place', () => {
    const of = compiler();
    for (const messages of [
      ['<b>x', 'Да'],
      ['Да', '<b>x'],
      ['Да', { ru: 'Нет' }, { ru: 'Нет' }],
    ]) {
      const { now, anew } = of(messages);
      expect(problemsOf(now)).toEqual(problemsOf(anew));
      expect(problemsOf(now).map(({ path }) => path)).toContainEqual(expect.arrayContaining(['message']));
    }
  });

  it('C9 what is short enough for a message is too long for a notice', () => {
    const of = compiler();
    expect(problemsOf(of(['x'.repeat(300)]).now).map(({ code }) => code)).not.toContain('notice_too_long');
    expect(problemsOf(of(['x'.repeat(300)], 'notice').now).map(({ code }) => code)).toContain('notice_too_long');
  });
});
