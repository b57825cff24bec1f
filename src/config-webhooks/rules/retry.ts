/** Seconds after which a delivery that did not arrive is given up. */
export const givenUpAfter = 24 * 3_600;

const pauses = { first: 5, longest: 3_600 } as const;

/**
 * Seconds until the next attempt, after so many that failed: doubled each time up to an hour, half of it left to
 * chance so that those who failed together do not come back together.
 *
 * @param chance from 0 to 1.
 */
export function pauseAfter(attempts: number, chance: number): number {
  const whole = Math.min(pauses.longest, pauses.first * 2 ** Math.min(attempts - 1, 20));
  return whole * (0.5 + chance / 2);
}

/** Whether an answer means that the delivery has arrived. A redirect does not: it is not followed. */
export function hasArrived(status: number): boolean {
  return status >= 200 && status < 300;
}
