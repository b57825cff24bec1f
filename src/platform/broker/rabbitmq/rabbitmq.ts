import { Connection } from 'rabbitmq-client';
import type { Logger } from '../../telemetry/logger.ts';
import type { BrokerAddress } from '../address.ts';
import { brokerTimeLimit, type Broker } from '../broker.ts';
import { within } from '../within.ts';
import { startConsumer } from './consumer.ts';
import { countWaiting, createDeadLetters } from './dead-letters.ts';
import { createPublisher, type DeadMessage } from './publisher.ts';

export interface RabbitOptions {
  readonly address: BrokerAddress & { readonly kind: 'rabbitmq' };
  readonly log: Logger;
  readonly onDead: (queue: string, count: number) => void;
}

/** Milliseconds that a connection gets to end as it should. */
const closeWithin = 2_000;

/**
 * RabbitMQ: events go through a topic exchange into a quorum queue each, with confirmations. What publishes has a
 * connection of its own, because the server stops reading from such a one when it lacks memory or disk, and
 * acknowledgements would wait with it.
 */
export function connectRabbit({ address, log, onDead }: RabbitOptions): Broker {
  const publishing = connect(address, 'publishing', log);
  let consuming: Connection | undefined;
  const publisher = createPublisher(publishing);
  const dead = createDeadLetters(publishing);
  const consumers = new Set<{ close(): Promise<void> }>();

  async function bury(queue: string, messages: readonly DeadMessage[]): Promise<void> {
    await publisher.bury(messages);
    onDead(queue, messages.length);
  }

  return {
    isAvailable: () => publishing.ready,
    publish: (events) => publisher.publish(events),

    consume(subscription) {
      publisher.expect(subscription);
      consuming ??= connect(address, 'consuming', log);
      const consumer = startConsumer({
        connection: consuming,
        subscription,
        log,
        bury: (messages) => bury(subscription.queue, messages),
      });
      consumers.add(consumer);
      return {
        async close() {
          consumers.delete(consumer);
          await consumer.close();
        },
      };
    },

    depth: (queue) =>
      within(brokerTimeLimit, () => countWaiting(publishing, queue), 'RabbitMQ does not tell what waits'),
    replayDead: (options) => dead.replay(options, (bodies) => publisher.putBack(options.queue, bodies)),
    forget: (subject) => dead.forget(subject),

    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      await within(closeWithin, () => publisher.close(), 'it does not end').catch(() => undefined);
      await Promise.all((consuming ? [publishing, consuming] : [publishing]).map(end));
    },
  };
}

/** A connection that comes back by itself, after pauses that grow and are never twice the same. */
function connect({ url, hosts }: RabbitOptions['address'], purpose: string, log: Logger): Connection {
  const connection = new Connection({
    url,
    hosts: [...hosts],
    connectionName: `minuta-${purpose}`,
    connectionTimeout: 5_000,
    acquireTimeout: 5_000,
    retryLow: 200,
    retryHigh: 5_000,
    // In seconds; a connection that says nothing is given up after twice as long.
    heartbeat: 10,
    noDelay: true,
  });
  const about = { code: 'broker.state', broker: 'RabbitMQ', purpose };
  // Told once for each loss, whatever the number of attempts.
  connection.on('error', (error: unknown) => log.warn({ ...about, err: error }, 'RabbitMQ is away'));
  connection.on('connection', () => log.info(about, 'RabbitMQ is there'));
  connection.on('connection.blocked', (reason) => log.warn({ ...about, reason }, 'RabbitMQ takes no events for now'));
  connection.on('connection.unblocked', () => log.info(about, 'RabbitMQ takes events again'));
  return connection;
}

async function end(connection: Connection): Promise<void> {
  await within(closeWithin, () => connection.close(), 'it does not end').catch(() => connection.unsafeDestroy());
}
