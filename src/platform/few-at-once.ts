/** Does work when it is its turn. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** @returns what does so many pieces of work at once at most; the others wait, who came first before the others. */
export function fewAtOnce(most: number): InTurn {
  let busy = 0;
  const line: (() => void)[] = [];
  return async (work) => {
    if (busy >= most) {
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
