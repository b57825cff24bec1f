/** Which words two texts have in common, so that the others can be marked. */

export interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

export interface TextDifference {
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

/** Pairs of words that are compared; longer texts are told apart by their lines. */
const mostPairs = 400_000;

export function differenceOf(before: string, after: string): TextDifference {
  const words = [wordsOf(before), wordsOf(after)] as const;
  const [old, made] = words[0].length * words[1].length <= mostPairs ? words : [linesOf(before), linesOf(after)];
  // Two long texts that have nothing in common are no easier to read with marks in them.
  if (old.length * made.length > mostPairs) return { before: whole(before), after: whole(after) };
  const kept = commonOf(old, made);
  // Two sentences that share their commas alone are two sentences.
  const hasWord = [...kept.before].some((index) => /[\p{L}\p{N}]/u.test(old[index] ?? ''));
  if (!hasWord) return { before: whole(before), after: whole(after) };
  return { before: pieces(old, kept.before), after: pieces(made, kept.after) };
}

/** Words with what stands around them: joined they are the text again. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/** The longest parts that both have in the same order. @returns where they stand in each. */
function commonOf(old: readonly string[], made: readonly string[]): { before: Set<number>; after: Set<number> } {
  const width = made.length + 1;
  // How many are common from each pair of places on.
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--)
    for (let column = made.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        old[row] === made[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const kept = { before: new Set<number>(), after: new Set<number>() };
  for (let row = 0, column = 0; row < old.length && column < made.length;) {
    if (old[row] === made[column]) {
      kept.before.add(row++);
      kept.after.add(column++);
    } else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return kept;
}

function pieces(parts: readonly string[], kept: ReadonlySet<number>): Piece[] {
  const made: { text: string; isChanged: boolean }[] = [];
  for (const [index, text] of parts.entries()) {
    const isChanged = !kept.has(index);
    const last = made.at(-1);
    if (last?.isChanged === isChanged) last.text += text;
    else made.push({ text, isChanged });
  }
  return made;
}

function whole(text: string): readonly Piece[] {
  return text === '' ? [] : [{ text, isChanged: true }];
}
