import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between looks, many of which ask a database: those who wait must not keep the others from working. */
const longestPause = 25;

/**
 * Waits for a condition, looking every few milliseconds, and less often as time goes by.
 *
 * @param what names the condition in the error.
 * @throws Error after `timeoutMs` milliseconds, 60,000 unless told: a machine may be busy.
 */
export async function until(
  what: string | (() => string),
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (let pause = 5; !(await condition()); pause = Math.min(pause * 1.2, longestPause)) {
    if (performance.now() > deadline) throw new Error(`in vain: ${typeof what === 'string' ? what : what()}`);
    await sleep(pause);
  }
}
