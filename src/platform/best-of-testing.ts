/**
 * The shortest of several times, so that a busy machine alone makes no claim of time false: it makes one time long, and
 * only what is wrong makes all of them long.
 *
 * @param measure gives milliseconds, and is asked five times at most.
 * @param enough milliseconds; none is asked for after one shorter than that.
 */
export async function bestOf(measure: () => number | Promise<number>, enough: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 5 && best >= enough; times += 1) best = Math.min(best, await measure());
  return best;
}

/** Milliseconds that the work takes by the clock. */
export async function timeOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
