import { setTimeout as pause } from 'node:timers/promises';

/** @returns after so many milliseconds, or at once when one of the signals is aborted. Never rejects. */
export async function rest(milliseconds: number, ...signals: readonly AbortSignal[]): Promise<void> {
  const [only] = signals;
  const signal = signals.length === 1 && only ? only : AbortSignal.any([...signals]);
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Waits for some work, so many milliseconds at most; after that it goes on unwatched. @throws where it rejects before. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([work, rest(milliseconds, over.signal)]);
  } finally {
    over.abort();
  }
}
