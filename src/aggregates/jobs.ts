import type { Subscription } from '../platform/broker/broker.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { ifFree } from '../platform/lease.ts';
import { rest } from '../platform/rest.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { forgetAppliedEvents } from './applied-events.ts';
import { closeMonths, closingLease } from './close-months.ts';
import { aggregatesQueue, foldedTypes, foldEvents } from './fold-events.ts';

/** Brings cells up to date with what is told of sessions. */
export function foldSubscription(database: Database): Subscription {
  return { queue: aggregatesQueue, types: foldedTypes, batch: 500, apply: foldEvents(database) };
}

export interface ClosingDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

const hour = 3_600_000;

/**
 * Closes months as they grow old enough and forgets events that nobody brings again, every hour, in one process at a
 * time. What fails is tried again in an hour.
 */
export async function keepCellsHourly(
  { database, clock, log }: ClosingDependencies,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await ifFree({ ...closingLease(database), holder, log }, signal, async (held) => {
      const wrong = await closeMonths(database, clock.now(), held.signal);
      if (wrong !== null) log.info({ wrong }, 'months are closed: reports may take them from cells');
      await forgetAppliedEvents(database.queries);
    });
    await rest(hour, signal);
  }
}
