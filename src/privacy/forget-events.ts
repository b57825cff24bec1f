import type { Broker, Subscription } from '../platform/broker/broker.ts';
import { rest } from '../platform/rest.ts';

/** Milliseconds in which consumers apply what was told of somebody before their erasure, if nothing is in their way. */
const usualDelay = 2_000;

/**
 * Has the broker forget people who were erased: their dead letters, and what a log keeps of them though everybody has
 * applied it. Nobody else would ever take that away. What waits to be applied goes by that, and has no effect.
 */
export function forgetEvents(broker: Pick<Broker, 'forget'>): Subscription {
  return {
    queue: 'erasures',
    types: ['user.erased'],
    batch: 100,
    async apply(events) {
      await rest(usualDelay);
      for (const { subject } of events) await broker.forget(subject);
      return [];
    },
  };
}
