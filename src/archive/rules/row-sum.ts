import { hash } from 'node:crypto';

/**
 * A sum over rows that does not depend on their order: rows are read in one order, written in that of people, and the
 * database adds them up as they lie. It tells what an accident does; tampering is told by the parts' own checksums.
 */
export class RowSum {
  #rows = 0;
  #sum = 0n;

  /** @param line a row as `row_to_json` writes it. */
  add(line: string): void {
    this.#rows += 1;
    this.#sum += BigInt.asIntN(64, BigInt(`0x${hash('md5', line).slice(0, 16)}`));
  }

  get value(): RowsFingerprint {
    return { rows: this.#rows, digest: this.#sum.toString() };
  }
}

/** How many rows, and what they add up to. */
export interface RowsFingerprint {
  readonly rows: number;
  /** A decimal number: the sum of the first 64 bits, signed, of each row's MD5. */
  readonly digest: string;
}

export const isSame = (one: RowsFingerprint, other: RowsFingerprint): boolean =>
  one.rows === other.rows && one.digest === other.digest;
