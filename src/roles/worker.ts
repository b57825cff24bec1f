import { setTimeout as sleep } from 'node:timers/promises';
import { makePartitionsAhead } from '../platform/database/partitions.ts';
import { forgetOldUpdates } from '../telegram/once.ts';
import type { Parts, Role } from './parts.ts';

const hour = 3_600_000;

/** Works in the background: makes the months to come, forgets what nobody asks for any more. */
export function wireWorker({ database, clock, logger }: Parts): Role {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function keepHouse(): Promise<void> {
    try {
      await makePartitionsAhead(database.queries, clock.now());
      await forgetOldUpdates(database.queries);
    } catch (error) {
      logger.error({ err: error }, 'housekeeping failed; it is tried again in an hour');
    }
  }

  return {
    start() {
      running = (async () => {
        while (!stopping.signal.aborted) {
          await keepHouse();
          await sleep(hour, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
      })();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
