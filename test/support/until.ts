import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition, looking every few milliseconds.
 *
 * @param what names the condition in the error.
 * @throws Error after `timeoutMs` milliseconds, 10,000 unless told.
 */
export async function until(
  what: string | (() => string),
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`in vain: ${typeof what === 'string' ? what : what()}`);
    await sleep(5);
  }
}
