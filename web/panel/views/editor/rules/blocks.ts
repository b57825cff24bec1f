/** A long list in pieces, so that only those in sight need be drawn. */
import type { DraftEntry } from '../../../api/configuration.ts';
import type { Family } from './listing.ts';

/** Rows of a piece: few enough to be drawn within a frame, many enough for a screen. */
const blockRows = 24;

export interface Block {
  /** Of its family; empty where it has none, or where another piece has it already. */
  readonly heading: string;
  readonly members: readonly DraftEntry[];
  /** The place of its first row among all rows of its kind, from 1 on. */
  readonly first: number;
}

/** Pieces of whole and of cut families; small families share none, but a piece of one row costs as little. */
export function blocksOf(families: readonly Family[]): readonly Block[] {
  const blocks: Block[] = [];
  let first = 1;
  for (const { name, members } of families) {
    for (let start = 0; start < members.length; start += blockRows) {
      const piece = members.slice(start, start + blockRows);
      blocks.push({ heading: start === 0 ? name : '', members: piece, first });
      first += piece.length;
    }
  }
  return blocks;
}
