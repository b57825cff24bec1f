/** How long attempts that fail one after the other stand apart, in milliseconds. */
export interface Pauses {
  readonly first: number;
  readonly longest: number;
}

/**
 * Milliseconds before the next attempt after so many failed ones: twice as many each time, and never twice the same,
 * because many processes lose a server at one moment and should not come back at one.
 */
export function pauseAfter(failures: number, { first, longest }: Pauses): number {
  return Math.min(longest, first * 2 ** Math.min(failures - 1, 20)) * (0.5 + Math.random() / 2);
}
