import { foldSubscription } from '../aggregates/jobs.ts';
import { deadLetters, type Broker } from '../platform/broker/broker.ts';
import { relayOutbox } from '../platform/outbox/relay.ts';
import { readOutboxState } from '../platform/outbox/store.ts';
import { forgetEvents } from '../privacy/forget-events.ts';
import { whoIsThere } from '../privacy/store/people.ts';
import type { Parts } from './parts.ts';

type EventParts = Pick<Parts, 'database' | 'logger' | 'metrics' | 'holder'>;

/**
 * Brings what happened to whoever wants to know, until `signal` is aborted: from the outbox to the broker, and from
 * there to the consumers of this process.
 *
 * @returns when all of it has stopped; what was not applied comes to another process, or here again.
 */
export async function runEvents(
  { database, logger: log, metrics, holder }: EventParts,
  broker: Broker,
  signal: AbortSignal,
): Promise<void> {
  const { queries, exclusive } = database;
  const subscriptions = [foldSubscription(database), forgetEvents(broker, (ids) => whoIsThere(queries, ids))];
  // Before the relay begins, so that every queue is there when the first event comes.
  const consumers = subscriptions.map((subscription) => broker.consume(subscription));
  const queues = [...subscriptions.map(({ queue }) => queue), deadLetters];
  let measuring: Promise<void> | undefined;
  const lookUp = (): Promise<void> =>
    (measuring ??= measure().finally(() => {
      measuring = undefined;
    }));
  metrics.lookUps.add(lookUp);
  await relayOutbox({ queries, broker, holder, exclusive, log }, signal);
  metrics.lookUps.delete(lookUp);
  await Promise.all(consumers.map((consumer) => consumer.close()));

  async function measure(): Promise<void> {
    const { pending, oldestSeconds, refused } = await readOutboxState(queries);
    metrics.outboxPending.set(pending);
    metrics.outboxOldest.set(oldestSeconds);
    metrics.outboxRefused.set(refused);
    for (const queue of queues) {
      const depth = await broker.depth(queue);
      if (depth !== null) metrics.queueDepth.set({ queue }, depth);
    }
  }
}
