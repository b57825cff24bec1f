import { Admin } from '@platformatic/kafka';
import type { Logger } from '../../telemetry/logger.ts';
import { brokerTimeLimit, deadLetters, type Broker } from '../broker.ts';
import { within } from '../within.ts';
import { clientOptions, createReach, namesOf, type KafkaAddress } from './client.ts';
import { startConsumer } from './consumer.ts';
import { createDeadLetters } from './dead-letters.ts';
import { eventMessage, partitionOf, type NewMessage } from './messages.ts';
import { createPublisher } from './publisher.ts';
import { committedOf, edgeOf, ensureTopics, type Offsets } from './topics.ts';

export interface KafkaOptions {
  readonly address: KafkaAddress;
  readonly log: Logger;
  readonly onDead: (queue: string, count: number) => void;
}

/** Milliseconds that a client gets to end as it should. */
const closeWithin = 2_000;

/** Kafka: one topic, keyed by user, and a group of consumers for each queue. */
export function connectKafka({ address, log, onDead }: KafkaOptions): Broker {
  const names = namesOf(address);
  const reach = createReach(log);
  const admin = new Admin(clientOptions(address, 'topics'));
  const consumers = new Set<{ close(): Promise<void> }>();
  let prepared: Promise<void> | undefined;

  function prepare(): Promise<void> {
    const preparing = (prepared ??= ensureTopics(admin, names));
    return preparing.catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
  }

  const publisher = createPublisher({ address, prepare, reach });
  const dead = createDeadLetters({ address, names, admin, publish: (messages) => publisher.publish(messages) });

  async function bury(queue: string, messages: readonly NewMessage[]): Promise<void> {
    await publisher.publish(messages);
    onDead(queue, messages.length);
  }

  async function countWaiting(queue: string): Promise<number | null> {
    await prepare();
    if (queue === deadLetters)
      return distance(await edgeOf(admin, names.dead, 'beginning'), await edgeOf(admin, names.dead, 'end'));
    const group = names.group(queue);
    const committed = (await committedOf(admin, names.events, [group])).get(group);
    if (!committed) return null;
    // Where nothing was committed in a partition, all of it waits.
    const beginning = await edgeOf(admin, names.events, 'beginning');
    return distance(new Map([...beginning, ...committed]), await edgeOf(admin, names.events, 'end'));
  }

  /** Cuts off what everybody has applied of the partition that has this person's events. */
  async function forgetApplied(subject: string): Promise<void> {
    const end = await edgeOf(admin, names.events, 'end');
    const partition = partitionOf(Buffer.from(subject), end.size);
    const groups = [...(await admin.listGroups()).keys()];
    const reached = [...(await committedOf(admin, names.events, groups)).values()].map(
      (offsets) => offsets.get(partition) ?? 0n,
    );
    const offset = reached.reduce((least, one) => (one < least ? one : least), end.get(partition) ?? 0n);
    if (reached.length === 0 || offset === 0n) return;
    await admin.deleteRecords({ topics: [{ name: names.events, partitions: [{ partition, offset }] }] });
  }

  prepare().then(
    () => reach.found(),
    (error: unknown) => reach.lost(error),
  );

  return {
    isAvailable: () => reach.is(),
    publish: (events) => publisher.publish(events.map((event) => eventMessage(names.events, event))),

    consume(subscription) {
      const { queue } = subscription;
      const consumer = startConsumer({
        address,
        names,
        subscription,
        prepare,
        bury: (messages) => bury(queue, messages),
        reach,
        log,
      });
      consumers.add(consumer);
      return {
        async close() {
          consumers.delete(consumer);
          await consumer.close();
        },
      };
    },

    depth: (queue) => ask(() => countWaiting(queue)),
    async replayDead(options) {
      await ask(prepare);
      return dead.replay(options);
    },
    async forget(subject) {
      await ask(prepare);
      await ask(() => forgetApplied(subject));
      return dead.forget(subject);
    },

    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      await publisher.close();
      await within(closeWithin, () => admin.close(), 'it does not end').catch(() => undefined);
    },
  };
}

function ask<Result>(asking: () => Promise<Result>): Promise<Result> {
  return within(brokerTimeLimit, asking, 'Kafka does not answer');
}

/** How many messages lie between two places of a topic. */
function distance(from: Offsets, to: Offsets): number {
  return [...to].reduce((sum, [partition, offset]) => sum + Number(offset - (from.get(partition) ?? 0n)), 0);
}
