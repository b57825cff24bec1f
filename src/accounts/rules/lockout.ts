/** Failures in a row that cost nothing: a person who does not quite remember. */
const freeFailures = 5;
/** Seconds. The first pause, doubled with each failure more, up to the longest. */
const firstPause = 30;
const longestPause = 15 * 60;
/** Seconds after which failures are forgotten. */
const forgottenAfter = 24 * 3_600;

/** How sign-ins with one login from one address went so far. */
export interface Attempts {
  readonly failures: number;
  readonly failedAt: Temporal.Instant;
  readonly blockedUntil: Temporal.Instant;
}

/**
 * Whether a sign-in may be tried now. What may is counted as a failure at once, before its password is looked at, so
 * that guesses sent side by side do not pass together; one that succeeds wipes the count.
 *
 * @returns what to remember, or the whole seconds to wait.
 */
export function admit(before: Attempts | null, now: Temporal.Instant): Attempts | { readonly wait: number } {
  const wait = before === null ? 0 : Math.ceil(before.blockedUntil.since(now).total('seconds'));
  if (wait > 0) return { wait };
  const isForgotten = before === null || now.since(before.failedAt).total('seconds') >= forgottenAfter;
  const failures = isForgotten ? 1 : before.failures + 1;
  return { failures, failedAt: now, blockedUntil: now.add({ seconds: pauseAfter(failures) }) };
}

/** Seconds to wait after so many failures in a row. */
function pauseAfter(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(longestPause, firstPause * 2 ** (failures - freeFailures));
}
