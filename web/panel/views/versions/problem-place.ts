/** Where a problem of the check is, as people know the place. */
import type { CheckProblem, DraftEntry } from '../../api/configuration.ts';
import { nameOf } from '../editor/workbench/entry.ts';
import type { ChangeWords } from './changes/change-words.ts';
import { fieldName, titleOf } from './changes/describe-change.ts';

/** The lists of a file: what is wrong with a whole one is about all of the bot. */
const lists = new Set(['handlers', 'callbacks', 'keyboards', 'buttons']);

/**
 * «Экран «help» · Текст»; in a file that is not in the draft its own way of saying so, `callbacks[2].message`.
 *
 * @param entries of the draft. @returns nothing where it is about all of the bot.
 */
export function problemPlace(
  { entry, path, pointer }: Pick<CheckProblem, 'entry' | 'path' | 'pointer'>,
  entries: readonly DraftEntry[],
  words: ChangeWords,
): string {
  if (entry === null) return lists.has(path) ? '' : path;
  const found = entries.find(({ kind, id }) => kind === entry.kind && id === entry.id);
  if (found === undefined) return path;
  const [, , , field] = pointer.split('/');
  const title = titleOf({ kind: found.kind, name: nameOf(found) }, words);
  return field === undefined ? title : `${title} · ${fieldName(field, words)}`;
}
