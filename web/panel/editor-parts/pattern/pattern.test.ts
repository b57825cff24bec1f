import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../../../src/builder/rules/match.ts';
import { parsePattern } from '../../../../src/builder/rules/pattern.ts';
import { patternKinds, readPattern, writePattern } from './pattern.ts';
import { wouldAnswer } from './try-pattern.ts';

const letters = fc.string({
  unit: fc.constantFrom('a', 'B', 'ё', 'ß', '\\', '*', '/', 're:', '=', ':', ' ', '_', '7'),
});

/** What the bot would do with a handler that has this pattern alone. */
function botAnswers(source: string, text: string): boolean | null {
  const parsed = parsePattern(source);
  if (!parsed.ok) return null;
  return compileMatcher([{ pattern: parsed.pattern, value: true }]).match(text, { botUsername: 'bot' }) !== undefined;
}

describe('a pattern in a form', () => {
  it.each([
    ['/menu', 'command', 'menu'],
    ['/start=friend', 'deep_link', 'friend'],
    ['Menu', 'exact', 'Menu'],
    ['Order*', 'prefix', 'Order'],
    ['*help*', 'contains', 'help'],
    [String.raw`re:^\d+ min$`, 'regex', String.raw`^\d+ min$`],
    ['*', 'any', ''],
    [String.raw`\*`, 'exact', '*'],
    [String.raw`\/help`, 'exact', '/help'],
  ] as const)('C2 %s is of the kind %s', (source, kind, words) => {
    expect(readPattern(source)).toEqual({ kind, words });
    expect(writePattern({ kind, words })).toBe(source);
  });

  it('C2 means to the bot what the form says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...patternKinds), letters, (kind, words) => {
        const source = writePattern({ kind, words });
        const parsed = parsePattern(source);
        if (!parsed.ok) return;
        expect(parsed.pattern.kind).toBe(kind);
        if (kind !== 'any' && kind !== 'command') expect(readPattern(source)).toEqual({ kind, words });
      }),
    );
  });

  it('C2 of any pattern shows the kind that the bot takes it for', () => {
    fc.assert(
      fc.property(letters, (source) => {
        const parsed = parsePattern(source);
        if (!parsed.ok) return;
        const read = readPattern(source);
        expect(read.kind).toBe(parsed.pattern.kind);
        const again = parsePattern(writePattern(read));
        expect(again.ok && again.pattern.key).toBe(parsed.pattern.key);
      }),
    );
  });

  it('C2 a trial says what the bot would do', async () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'A', 'ё', 'Ё', 'ß', 'ss', ' ', '/start', '/a', '.', '7'),
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...patternKinds), words, words, async (kind, said, text) => {
        const source = writePattern({ kind, words: said });
        const expected = botAnswers(source, text);
        if (expected === null || text.trim() === '') return;
        expect(await wouldAnswer(readPattern(source), text)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('C9 says nothing of an expression that cannot be read', async () => {
    expect(await wouldAnswer({ kind: 'regex', words: '(a' }, 'a')).toBeNull();
  });
});
