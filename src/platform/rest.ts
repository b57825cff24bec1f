import { setTimeout as pause } from 'node:timers/promises';

/** @returns after so many milliseconds, or at once when one of the signals is aborted. Never rejects. */
export async function rest(milliseconds: number, ...signals: readonly AbortSignal[]): Promise<void> {
  const [only] = signals;
  const signal = signals.length === 1 && only ? only : AbortSignal.any([...signals]);
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
}
