/** Does work when it is its turn. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * @param most pieces of work at once; the others wait, who came first before the others.
 * @param full how many may wait, and what is thrown at who comes then; without it there is no bound.
 */
export function fewAtOnce(most: number, full?: { readonly waiting: number; readonly refuse: () => Error }): InTurn {
  let busy = 0;
  const line: (() => void)[] = [];
  return async (work) => {
    if (busy >= most) {
      if (full && line.length >= full.waiting) throw full.refuse();
      const { promise, resolve } = Promise.withResolvers<void>();
      line.push(resolve);
      await promise;
    } else busy += 1;
    try {
      return await work();
    } finally {
      // The place goes to who waits longest, or is free.
      const next = line.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}
