/**
 * A pattern as a kind and its words. The program's own reading (`src/builder/rules/pattern.ts`) is no code for pages;
 * tests hold the two against each other.
 */
export const patternKinds = ['command', 'deep_link', 'exact', 'prefix', 'contains', 'regex', 'any'] as const;
export type PatternKind = (typeof patternKinds)[number];

export interface PatternParts {
  readonly kind: PatternKind;
  /** As a person writes them: without the signs that say the kind. */
  readonly words: string;
}

export function readPattern(source: string): PatternParts {
  if (source === '*') return { kind: 'any', words: '' };
  if (source.startsWith('re:')) return { kind: 'regex', words: source.slice(3) };
  const [, payload] = /^\/start=([^]*)$/i.exec(source) ?? [];
  if (payload !== undefined) return { kind: 'deep_link', words: payload };
  if (source.startsWith('/')) return { kind: 'command', words: source.slice(1) };
  const { letters, isStar } = unescape(source);
  const opens = letters.length > 1 && isStar[0] === true;
  const closes = letters.length > 1 && isStar.at(-1) === true;
  const words = letters.slice(opens ? 1 : 0, closes ? -1 : undefined).join('');
  return { kind: opens ? 'contains' : closes ? 'prefix' : 'exact', words };
}

export function writePattern({ kind, words }: PatternParts): string {
  switch (kind) {
    case 'any':
      return '*';
    case 'regex':
      return `re:${words}`;
    case 'deep_link':
      return `/start=${words}`;
    case 'command':
      return `/${words.replace(/^\/+/, '')}`;
    case 'prefix':
      // A star alone would answer anything.
      if (words === '') return '';
      return `${escapeBeginning(escape(words))}*`;
    case 'contains':
      return `*${escape(words)}*`;
    default:
      return escapeBeginning(escape(words));
  }
}

function escape(words: string): string {
  return words.replaceAll(/[\\*]/g, String.raw`\$&`);
}

/** What would say another kind at the very beginning of a pattern. */
function escapeBeginning(words: string): string {
  return words.replace(/^(?:\/|re:)/, String.raw`\$&`);
}

/** A backslash takes a special sign as it is; before any other letter it is a letter itself. */
function unescape(source: string): { readonly letters: readonly string[]; readonly isStar: readonly boolean[] } {
  const points = Array.from(source);
  const letters: string[] = [];
  const isStar: boolean[] = [];
  for (let index = 0; index < points.length; index += 1) {
    const next = points[index + 1] ?? '';
    const isSpecial = '\\*/=:'.includes(next) || (index === 0 && points.slice(1, 4).join('') === 're:');
    const takes = points[index] === '\\' && next !== '' && isSpecial;
    if (takes) index += 1;
    const letter = points[index] ?? '';
    letters.push(letter);
    isStar.push(letter === '*' && !takes);
  }
  return { letters, isStar };
}
