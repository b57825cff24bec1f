import type { Session, Statement } from './session.ts';

/** A feature's part of a batch: reads are gathered into sets, writes are kept until the end. */
export interface Desk {
  /** What was kept, in sets, to be executed in this order. */
  statements(): readonly Statement[];
}

/**
 * One transaction shared by many people's turns. Each feature opens its desk in it once, through which all turns
 * read and write, so that a hundred turns cost about as many statements as one.
 */
export class Batch {
  readonly session: Session;
  readonly #desks = new Map<(session: Session) => Desk, Desk>();

  constructor(session: Session) {
    this.session = session;
  }

  /** The desk that `open` makes, the same one for every caller in this batch. */
  use<D extends Desk>(open: (session: Session) => D): D {
    const known = this.#desks.get(open);
    // A map keyed by the maker gives back what that maker made.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known) return known as D;
    const desk = open(this.session);
    this.#desks.set(open, desk);
    return desk;
  }

  /** All that is to be written, desk by desk in the order they were opened: who is referred to opens first. */
  statements(): Statement[] {
    return [...this.#desks.values()].flatMap((desk) => desk.statements());
  }
}
