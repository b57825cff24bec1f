import type { Session, Statement } from './session.ts';
import { sql } from './sql.ts';

/** A feature's part of a batch: reads are gathered into sets, writes are kept until the end. */
export interface Desk {
  /** What was kept, in sets: see `sql.columns`. All of a batch's become parts of one statement. */
  writes(): readonly Write[];
}

/** An insert, update or delete that others may stand beside: no two of one batch touch the same row. */
export interface Write {
  /** Its name within the statement, such as `new_sessions`. */
  readonly name: string;
  readonly sql: Statement;
  /** Whether the others must find it done: it is then a statement of its own, before theirs. */
  readonly isFirst?: boolean;
  /** Whether it must find all others done: they are a statement of their own then, and it is one behind theirs. */
  readonly isLast?: boolean;
}

/**
 * One transaction shared by many people's turns. Each feature opens its desk in it once, through which all turns
 * read and write, so that a hundred turns cost about as many statements as one.
 */
export class Batch {
  readonly session: Session;
  /** Where what may be some seconds old is read instead; undefined where there is no such place now. */
  readonly aside: Session | undefined;
  readonly #desks = new Map<(session: Session, batch: Batch) => Desk, Desk>();

  constructor(session: Session, aside?: Session) {
    this.session = session;
    this.aside = aside;
  }

  /** The desk that `open` makes, the same one for every caller in this batch. */
  use<D extends Desk>(open: (session: Session, batch: Batch) => D): D {
    const known = this.#desks.get(open);
    // A map keyed by the maker gives back what that maker made.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known) return known as D;
    const desk = open(this.session, this);
    this.#desks.set(open, desk);
    return desk;
  }

  /** All that is to be written, by every desk. */
  writes(): Write[] {
    const writes = [...this.#desks.values()].flatMap((desk) => desk.writes());
    const last = writes.filter((write) => write.isLast);
    if (last.length === 0) return writes;
    const { before, statement } = together(
      writes.filter((write) => !write.isLast),
      sql`select`,
    );
    return [...before, statement, ...last.map((write) => write.sql)].map((write, place) => ({
      name: `in_order_${place}`,
      sql: write,
      isFirst: true,
    }));
  }
}

/**
 * One statement that makes all writes and then selects: each further statement would cost both sides as much again
 * as most of these writes do. The parts of a statement run in no certain order, so what must be first goes before.
 */
export function together<R>(
  writes: readonly Write[],
  select: Statement<R>,
): { readonly before: readonly Statement[]; readonly statement: Statement<R> } {
  const [before, rest] = [writes.filter((write) => write.isFirst), writes.filter((write) => !write.isFirst)];
  const parts = rest.map((write) => sql`${sql.raw(write.name)} as (${write.sql})`);
  return {
    before: before.map((write) => write.sql),
    statement: parts.length === 0 ? select : sql`with ${sql.join(parts, ', ')} ${select}`,
  };
}
