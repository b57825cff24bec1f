import type { Subscription } from '../platform/broker/broker.ts';
import type { Database } from '../platform/database/database.ts';
import { aggregatesQueue, foldedTypes, foldEvents } from './fold-events.ts';

/** Brings cells up to date with what is told of sessions. */
export function foldSubscription(database: Database): Subscription {
  return { queue: aggregatesQueue, types: foldedTypes, batch: 500, apply: foldEvents(database) };
}
