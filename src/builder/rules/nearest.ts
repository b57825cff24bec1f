/** «Did you mean …»: the known name that a mistyped one most likely stands for. */

/** The closest of the known names, or one that ends in the word («tracker.start» for «start»); none that is merely similar. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  // A short word with two changes is another word.
  const most = wanted.length <= 1 ? 0 : wanted.length <= 3 ? 1 : wanted.length <= 7 ? 2 : 3;
  let best: string | undefined;
  let least = most + 1;
  let ending: string | undefined;
  for (const name of known) {
    const candidate = name.toLowerCase();
    if (wanted.length > 2 && candidate.endsWith(`.${wanted}`)) ending ??= name;
    if (Math.abs(candidate.length - wanted.length) > least) continue;
    const changes = distance(wanted, candidate, least + 1);
    const isBegun = changes === least && candidate.startsWith(wanted);
    if (changes < least || (isBegun && best !== undefined)) [best, least] = [name, changes];
  }
  return best ?? ending;
}

/** Letters to add, take away, change or swap with their neighbour; `enough` where it is that many or more. */
function distance(a: string, b: string, enough: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a.charAt(i - 1) === b.charAt(j - 1);
      const isSwap = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      const changed = (last[j - 1] ?? 0) + (isSame ? 0 : 1);
      const moved = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      row.push(Math.min(changed, moved, isSwap ? (before[j - 2] ?? 0) + 1 : changed));
    }
    if (Math.min(...row) >= enough) return enough;
    before = last;
    last = row;
  }
  return last[b.length] ?? enough;
}
