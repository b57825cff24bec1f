/** Pages that several readers take one after the other. */
export interface Turns<T> {
  /** The next ones, so many at most, in pages. To be read to its end before the next turn. */
  take(limit: number): AsyncGenerator<readonly T[]>;
  /** Whether nothing is left; waits for the next page. */
  isOver(): Promise<boolean>;
}

/** Cuts a sequence of pages into turns, wherever in a page a turn ends. */
export function takeInTurn<T>(pages: AsyncIterable<readonly T[]>): Turns<T> {
  const source = pages[Symbol.asyncIterator]();
  let left: readonly T[] = [];

  async function isOver(): Promise<boolean> {
    while (left.length === 0) {
      const next = await source.next();
      if (next.done) return true;
      left = next.value;
    }
    return false;
  }

  return {
    isOver,
    async *take(limit) {
      for (let wanted = limit; wanted > 0 && !(await isOver());) {
        const page = left.slice(0, wanted);
        left = left.slice(wanted);
        wanted -= page.length;
        yield page;
      }
    },
  };
}
