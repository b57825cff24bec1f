import type { Channel, Connection } from 'rabbitmq-client';
import { BrokerError, brokerTimeLimit, deadLetters, eventsTopic, type Subscription } from '../broker.ts';
import { eventMediaType, writeCloudEvent } from '../cloud-event.ts';
import type { BrokerEvent } from '../event.ts';
import { within } from '../within.ts';
import { declareCommon, declareQueue, type DeadHeaders } from './topology.ts';

/** Messages that travel together; the next ones go when these are confirmed. */
const atOnce = 250;

/** Messages whose confirmation nobody waits for any more, because it did not come in time. */
const mostForgotten = 2_000;

/** A message as it goes to the dead letters. */
export interface DeadMessage extends DeadHeaders {
  readonly body: Uint8Array | string;
}

interface Outgoing {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Uint8Array | string;
  readonly id?: string;
  readonly headers?: DeadHeaders;
}

/** Publishes with confirmations on a channel of its own, which it opens anew after each fault. */
export function createPublisher(connection: Connection) {
  const queues = new Map<string, Pick<Subscription, 'queue' | 'types'>>();
  let opening: Promise<Channel> | undefined;
  let unconfirmed = 0;

  async function openChannel(): Promise<Channel> {
    const channel = await connection.acquire();
    try {
      await within(brokerTimeLimit, () => prepare(channel), 'RabbitMQ does not answer');
      return channel;
    } catch (error) {
      channel.close().catch(() => undefined);
      throw error;
    }
  }

  async function prepare(channel: Channel): Promise<void> {
    await channel.confirmSelect();
    // Everything an event may have to go to is there before the first one goes: what no queue wants is dropped. A
    // server may come back with nothing in it.
    await declareCommon(channel);
    for (const queue of queues.values()) await declareQueue(channel, queue);
  }

  async function findChannel(): Promise<Channel> {
    const known = await (opening ??= openChannel());
    return known.active ? known : (opening = openChannel());
  }

  /** What it still holds is published or not; nobody knows. */
  function leave(): void {
    const left = opening;
    opening = undefined;
    left?.then((one) => one.close()).catch(() => undefined);
  }

  async function send(messages: readonly Outgoing[], signal: AbortSignal): Promise<void> {
    if (!connection.ready) throw new BrokerError('RabbitMQ is away, or takes nothing for lack of memory or disk');
    const channel = await findChannel();
    for (let from = 0; from < messages.length && !signal.aborted; from += atOnce) {
      if (unconfirmed > mostForgotten) throw new BrokerError('RabbitMQ has not confirmed earlier messages');
      const part = messages.slice(from, from + atOnce);
      unconfirmed += part.length;
      const confirmations = part.map(({ body, id, ...envelope }) =>
        channel
          .basicPublish(
            { ...envelope, durable: true, contentType: eventMediaType, ...(id === undefined ? {} : { messageId: id }) },
            body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(body, 'utf8'),
          )
          .finally(() => {
            unconfirmed -= 1;
          }),
      );
      // All of them, so that none is left whose rejection nobody hears.
      for (const confirmed of await Promise.allSettled(confirmations))
        if (confirmed.status === 'rejected')
          throw new BrokerError('RabbitMQ has not taken an event', { cause: confirmed.reason });
    }
  }

  async function publish(messages: readonly Outgoing[]): Promise<void> {
    try {
      await within(brokerTimeLimit, (signal) => send(messages, signal), 'RabbitMQ does not confirm');
    } catch (error) {
      leave();
      throw error;
    }
  }

  return {
    /** Has a queue there before anything is published. */
    expect(queue: Pick<Subscription, 'queue' | 'types'>): void {
      queues.set(queue.queue, queue);
      leave();
    },
    publish: (events: readonly BrokerEvent[]): Promise<void> =>
      publish(
        events.map((event) => ({
          exchange: eventsTopic,
          routingKey: event.type,
          id: event.id,
          body: writeCloudEvent(event),
        })),
      ),
    bury: (messages: readonly DeadMessage[]): Promise<void> =>
      publish(
        messages.map(({ body, queue, reason }) => ({
          exchange: deadLetters,
          routingKey: queue,
          headers: { queue, reason },
          body,
        })),
      ),
    /** Puts messages into one queue. */
    putBack: (queue: string, bodies: readonly Uint8Array[]): Promise<void> =>
      publish(bodies.map((body) => ({ exchange: '', routingKey: queue, body }))),
    async close(): Promise<void> {
      const left = opening;
      opening = undefined;
      await left?.then((one) => one.close()).catch(() => undefined);
    },
  };
}
