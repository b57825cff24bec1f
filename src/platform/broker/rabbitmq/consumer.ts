import type { AsyncMessage, Channel, Connection } from 'rabbitmq-client';
import { pauseAfter } from '../../backoff.ts';
import { rest } from '../../rest.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { createApplier } from '../apply-events.ts';
import type { Subscription } from '../broker.ts';
import { isUnreadable, readCloudEvent, writeCloudEvent } from '../cloud-event.ts';
import { isAmong } from '../event-types.ts';
import { within } from '../within.ts';
import type { DeadMessage } from './publisher.ts';
import { bytesOf, declareCommon, declareQueue, isSuspect } from './topology.ts';

export interface ConsumerOptions {
  readonly connection: Connection;
  readonly subscription: Subscription;
  readonly bury: (messages: readonly DeadMessage[]) => Promise<void>;
  readonly log: Logger;
}

/** Between channels that could not be opened, or did not last. */
const pauses = { first: 200, longest: 5_000 } as const;

/** Milliseconds that a server gets to answer to a beginning, for which its queues may have to recover, and to an ending. */
const beginWithin = 15_000;
const endWithin = 2_000;

/** Consumes a queue until it is closed, over one channel after the other. */
export function startConsumer({ connection, subscription, bury, log }: ConsumerOptions): { close(): Promise<void> } {
  const { queue, batch, types } = subscription;
  const closing = new AbortController();
  const applier = createApplier({
    subscription,
    log,
    bury: (dead) => bury(dead.map(({ event, reason }) => ({ queue, reason, body: writeCloudEvent(event) }))),
  });

  /** @returns whether the message is done with. */
  async function handle(message: AsyncMessage): Promise<boolean> {
    const body = bytesOf(message.body);
    const event = readCloudEvent(body);
    if (isUnreadable(event)) {
      await bury([{ queue, reason: event.reason, body }]);
      return true;
    }
    // Wanted by a version before: bindings stay.
    if (!isAmong(event.type, types)) return true;
    return (await applier.take(event, isSuspect(message))) === 'settled';
  }

  async function take(channel: Channel, message: AsyncMessage): Promise<void> {
    const { deliveryTag } = message;
    try {
      // Whatever is not done with comes again when the channel is closed.
      if (!(await handle(message)) || !channel.active) return;
      channel.basicAck({ deliveryTag });
    } catch (error) {
      log.warn({ code: 'broker.take', queue, err: error }, 'a message is left for later');
      await rest(pauses.longest, closing.signal);
      if (channel.active) channel.basicNack({ deliveryTag, requeue: true });
    }
  }

  /** @returns the consumer's name. */
  async function begin(channel: Channel): Promise<string> {
    await declareCommon(channel);
    await declareQueue(channel, subscription);
    // While one batch is applied the next one is on its way.
    await channel.basicQos({ prefetchCount: batch * 2 });
    const { consumerTag } = await channel.basicConsume({ queue }, (message) => void take(channel, message));
    return consumerTag;
  }

  /** Consumes over one channel, until that breaks or the consumer is closed. */
  async function consume(onReady: () => void): Promise<void> {
    const channel = await connection.acquire({ emitErrorsFromChannel: true });
    const ended = Promise.withResolvers<void>();
    const end = (): void => ended.resolve();
    closing.signal.addEventListener('abort', end);
    if (closing.signal.aborted) end();
    try {
      channel.on('error', (error: unknown) =>
        log.warn({ code: 'broker.channel', queue, err: error }, 'a channel broke'),
      );
      channel.once('close', end);
      // The queue was deleted, or its server goes.
      channel.once('basic.cancel', end);
      const consumerTag = await within(beginWithin, () => begin(channel), 'RabbitMQ does not answer');
      onReady();
      await ended.promise;
      if (channel.active && closing.signal.aborted) {
        await within(endWithin, () => channel.basicCancel({ consumerTag }), 'it does not stop').catch(() => undefined);
        await applier.close();
      }
    } finally {
      closing.signal.removeEventListener('abort', end);
      // What was not acknowledged belongs to whoever the server gives it to next.
      applier.release();
      await within(endWithin, () => channel.close(), 'it does not end').catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      try {
        await consume(() => {
          failures = 0;
        });
      } catch (error) {
        const about = { code: 'broker.consume', queue, err: error };
        if (failures === 0) log.warn(about, 'cannot consume for now');
        else log.debug(about, 'cannot consume yet');
      }
      failures += 1;
      await rest(pauseAfter(failures, pauses), closing.signal);
    }
  }

  const running = run();
  return {
    async close() {
      closing.abort();
      await applier.close();
      await running;
    },
  };
}
