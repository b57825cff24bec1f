/** What names may be: said while they are typed. The API has the last word. */
import type { EntryKind } from '../../../api/configuration.ts';
import { mostDataBytes, utf8Bytes } from '../../../editor-parts/limits.ts';

const mostNameChars = 64;

/** What is wrong with a new name, by the words for it; null where it will do. */
export function nameProblem(
  name: string,
  kind: EntryKind,
  taken: readonly string[],
): 'nameWrong' | 'nameLong' | 'nameTaken' | null {
  // Words behind the first would be what a button says besides.
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(name)) return 'nameWrong';
  if (kind === 'callback' ? utf8Bytes(name) > mostDataBytes : name.length > mostNameChars) return 'nameLong';
  return taken.includes(name) ? 'nameTaken' : null;
}

/** A name like this one that nobody has: `prices-2`. */
export function freeName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/-\d+$/, '');
  for (let number = 2; ; number += 1) {
    const free = `${shortened(stem, `-${number}`)}-${number}`;
    if (!taken.includes(free)) return free;
  }
}

/** Cut so that it fits with this end, by whole letters. */
function shortened(stem: string, end: string): string {
  return utf8Bytes(stem + end) <= mostDataBytes ? stem : shortened(stem.replace(/.$/u, ''), end);
}
