import type { DraftEntry } from '../../../api/configuration.ts';
import { readPattern } from '../../../editor-parts/pattern/pattern.ts';

/** The marks of deep links that the bot has answers for, each once, in their order. */
export function marksOf(entries: readonly Pick<DraftEntry, 'kind' | 'content'>[]): string[] {
  const marks = entries.flatMap(({ kind, content: { pattern } }) => {
    if (kind !== 'handler' || typeof pattern !== 'string') return [];
    const { kind: asks, words } = readPattern(pattern);
    return asks === 'deep_link' && words !== '' ? [words] : [];
  });
  return [...new Set(marks)];
}
