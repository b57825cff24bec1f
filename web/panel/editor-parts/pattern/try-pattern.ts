import type { PatternParts } from './pattern.ts';

const command = /^\/([\p{L}\p{N}_]{1,32})(?:@\w{1,64})?(?:\s+([^]*))?$/u;

/**
 * Whether a handler with this pattern alone would answer the text. Which of several handlers does is for the preview.
 *
 * @returns null where the pattern cannot be read
 */
export async function wouldAnswer({ kind, words }: PatternParts, typed: string): Promise<boolean | null> {
  const text = typed.trim().normalize('NFC');
  if (text === '') return false;
  const [, name, rest = ''] = command.exec(text) ?? [];
  switch (kind) {
    case 'command':
      return name !== undefined && fold(name) === fold(words);
    case 'deep_link':
      return name !== undefined && fold(name) === 'start' && rest.trim() === words;
    case 'exact':
      return fold(text) === fold(words.trim());
    case 'prefix':
      return fold(text).startsWith(fold(words.trimStart()));
    case 'contains':
      return fold(text).includes(fold(words));
    case 'regex':
      return answersExpression(words, text);
    default:
      return true;
  }
}

/** By the same engine that the bot has; it is large, and fetched when somebody tries an expression. */
async function answersExpression(expression: string, text: string): Promise<boolean | null> {
  const { RE2JS } = await import('re2js');
  try {
    return RE2JS.compile(expression).test(text);
  } catch {
    return null;
  }
}

/** Texts that differ only in case or composition become one, as the bot compares them. */
function fold(text: string): string {
  const lower = text.normalize('NFC').toLowerCase();
  return lower.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
