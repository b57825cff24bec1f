import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { ifFree } from '../platform/lease.ts';
import { rest } from '../platform/rest.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { rollUp } from './roll-up.ts';

export interface RollUpDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Milliseconds: an hour is rolled up soon after it may be, and what has changed within as many. */
const pace = 5 * 60_000;

/** Rolls statistics up, one process at a time. What fails is tried again at the next look. */
export async function keepRollingUp(
  { database, clock, log }: RollUpDependencies,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  const { queries, exclusive } = database;
  while (!signal.aborted) {
    await ifFree({ queries, name: 'statistics', holder, exclusive, log }, signal, async (held) => {
      const days = await rollUp(database, clock.now(), held.signal);
      if (days > 0) log.info({ days }, 'statistics are rolled up');
    });
    await rest(pace, signal);
  }
}
