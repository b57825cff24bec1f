import type { Logger } from '../telemetry/logger.ts';
import { createApplier, type Applier } from './apply-events.ts';
import { BrokerError, brokerTimeLimit, deadLetters, type Broker, type Subscription } from './broker.ts';
import type { DeadLetterStore } from './dead-letters.ts';
import type { BrokerEvent } from './event.ts';
import { isAmong } from './event-types.ts';
import { within } from './within.ts';

export interface InProcessOptions {
  readonly deadLetters: DeadLetterStore;
  readonly log: Logger;
  readonly onDead: (queue: string, count: number) => void;
}

/** Events that one queue has in hand at most: those of a publication that waits for a database, and a few more. */
const mostInHand = 2_000;

interface Queue {
  readonly types: readonly string[];
  /** Who consumes it now, by turns. */
  readonly consumers: Applier[];
}

/**
 * Hands events to consumers of this very process. Nothing is safe in its memory, so `publish` resolves only when every
 * queue that wants an event has applied it, or has it among the dead letters.
 */
export function createInProcessBroker({ deadLetters: store, log, onDead }: InProcessOptions): Broker {
  const queues = new Map<string, Queue>();

  function subscribe(subscription: Subscription): Applier {
    const { queue: name } = subscription;
    const bury: Parameters<typeof createApplier>[0]['bury'] = async (dead) => {
      await store.keep(name, dead);
      onDead(name, dead.length);
    };
    const applier = createApplier({ subscription, log, bury });
    // A queue is there from its first consumer on, as with a broker apart: what nobody consumes meanwhile must wait.
    const { consumers } = queues.get(name) ?? { consumers: [] };
    queues.set(name, { types: subscription.types, consumers: [...consumers, applier] });
    return applier;
  }

  async function hand(name: string, event: BrokerEvent): Promise<void> {
    const [first, ...others] = queues.get(name)?.consumers ?? [];
    if (!first) throw new BrokerError(`nobody consumes ${name}`);
    const least = others.reduce((one, other) => (other.inHand() < one.inHand() ? other : one), first);
    if ((await least.take(event)) === 'released') throw new BrokerError(`a consumer of ${name} has stopped`);
  }

  return {
    isAvailable: () => true,

    async publish(events) {
      const wanted = [...queues].flatMap(([name, { types }]) =>
        events.filter(({ type }) => isAmong(type, types)).map((event) => ({ name, event })),
      );
      if (queues.size === 0) throw new BrokerError('nobody consumes anything yet');
      for (const [name, { consumers }] of queues)
        if (consumers.some((consumer) => consumer.inHand() >= mostInHand))
          throw new BrokerError(`${name} has too much in hand`);
      await within(
        brokerTimeLimit,
        () => Promise.all(wanted.map(({ name, event }) => hand(name, event))),
        'consumers have not applied it in time',
      );
    },

    consume(subscription) {
      const applier = subscribe(subscription);
      return {
        async close() {
          const queue = queues.get(subscription.queue);
          if (queue)
            queues.set(subscription.queue, {
              ...queue,
              consumers: queue.consumers.filter((other) => other !== applier),
            });
          await applier.close();
        },
      };
    },

    async depth(name) {
      if (name === deadLetters) return within(brokerTimeLimit, () => store.count(), 'the database does not answer');
      const queue = queues.get(name);
      return queue ? queue.consumers.reduce((sum, consumer) => sum + consumer.inHand(), 0) : null;
    },

    replayDead: (options) => within(brokerTimeLimit, () => store.replay(options), 'the database does not answer'),
    forget: (subject) => within(brokerTimeLimit, () => store.forget(subject), 'the database does not answer'),

    async close() {
      const consumers = [...queues.values()].flatMap((queue) => queue.consumers);
      queues.clear();
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}
