import type { Broker, Subscription } from '../platform/broker/broker.ts';

/**
 * Has the broker forget the dead letters about people who were erased: nobody else would ever take them away. What else
 * it holds about them goes by being applied.
 */
export function forgetDeadLetters(broker: Pick<Broker, 'forgetDead'>): Subscription {
  return {
    queue: 'erasures',
    types: ['user.erased'],
    batch: 10,
    async apply(events) {
      for (const { subject } of events) await broker.forgetDead(subject);
      return [];
    },
  };
}
