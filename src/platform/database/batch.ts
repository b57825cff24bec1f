import type { Transaction } from './database.ts';

/** A feature's part of a batch: reads are gathered into sets, writes are kept until the end. */
export interface Desk {
  /** Writes what was kept, in sets. */
  flush(): Promise<void>;
}

/**
 * One transaction shared by many people's turns. Each feature opens its desk in it once, through which all turns
 * read and write, so that a hundred turns cost about as many statements as one.
 */
export class Batch {
  readonly transaction: Transaction;
  readonly #desks = new Map<(transaction: Transaction) => Desk, Desk>();

  constructor(transaction: Transaction) {
    this.transaction = transaction;
  }

  /** The desk that `open` makes, the same one for every caller in this batch. */
  use<D extends Desk>(open: (transaction: Transaction) => D): D {
    const known = this.#desks.get(open);
    // A map keyed by the maker gives back what that maker made.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known) return known as D;
    const desk = open(this.transaction);
    this.#desks.set(open, desk);
    return desk;
  }

  /** Writes everything, desk by desk in the order they were opened: who is referred to opens first. */
  async flush(): Promise<void> {
    for (const desk of this.#desks.values()) await desk.flush();
  }
}
