import { setTimeout as sleep } from 'node:timers/promises';
import { CacheError } from './cache.ts';

/** Asks a cache again and again for half a minute: it gives up after a second, and a busy machine may need longer. */
export async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CacheError) || performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
