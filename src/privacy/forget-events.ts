import type { Broker, Subscription } from '../platform/broker/broker.ts';
import { rest } from '../platform/rest.ts';

/** Milliseconds in which consumers apply what was told of somebody before their erasure, if nothing is in their way. */
const usualDelay = 2_000;

/**
 * Has the broker forget people who were erased: their dead letters, and what a log keeps of them though everybody has
 * applied it. Nobody else would ever take that away. What waits to be applied goes by that, and has no effect.
 *
 * @param whoIsThere of these ids of people those who are there: of them it is not true, whoever may have written it.
 */
export function forgetEvents(
  broker: Pick<Broker, 'forget'>,
  whoIsThere: (ids: readonly string[]) => Promise<readonly string[]>,
): Subscription {
  return {
    queue: 'erasures',
    types: ['user.erased'],
    batch: 100,
    async apply(events) {
      await rest(usualDelay);
      const subjects = new Set(events.map(({ subject }) => subject));
      const there = new Set(await whoIsThere([...subjects]));
      for (const subject of subjects.difference(there)) await broker.forget(subject);
      return events
        .filter(({ subject }) => there.has(subject))
        .map(({ id }) => ({ id, reason: 'this person has not been erased' }));
    },
  };
}
