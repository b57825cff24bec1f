import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes, type MessagesStream } from '@platformatic/kafka';
import { pauseAfter } from '../../backoff.ts';
import { rest } from '../../rest.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { createApplier } from '../apply-events.ts';
import { BrokerError, type Subscription } from '../broker.ts';
import { isUnreadable, readCloudEvent } from '../cloud-event.ts';
import { isAmong } from '../event-types.ts';
import { within } from '../within.ts';
import { clientOptions, type KafkaAddress, type Names, type Reach } from './client.ts';
import { createCommitter } from './committer.ts';
import {
  contentOf,
  eventMessage,
  headers,
  readHeader,
  writeHeaders,
  type KafkaMessage,
  type NewMessage,
} from './messages.ts';

export interface ConsumerOptions {
  readonly address: KafkaAddress;
  readonly names: Names;
  readonly subscription: Subscription;
  readonly prepare: () => Promise<void>;
  readonly bury: (messages: readonly NewMessage[]) => Promise<void>;
  readonly reach: Reach;
  readonly log: Logger;
}

/** Between clients that could not join their group, or did not last. */
const pauses = { first: 200, longest: 10_000 } as const;

/** In milliseconds. */
const groupTimes = {
  /** After which a member that was not heard of is taken for dead, and its partitions are given to others. */
  sessionTimeout: 10_000,
  heartbeatInterval: 2_000,
  rebalanceTimeout: 15_000,
  /** Joining waits for all others; longer than that it is given up. */
  requestTimeout: 20_000,
} as const;

const fetching = {
  /** Messages that wait in the client at most, besides those of the answer that is under way. */
  highWaterMark: 256,
  maxBytes: 1024 * 1024,
  maxBytesPerPartition: 256 * 1024,
  /** Milliseconds that Kafka waits where there is nothing: how long ending may take. */
  maxWaitTime: 500,
} as const;

/** Milliseconds that a client gets to join its group, and to leave it. */
const openWithin = 30_000;
const closeWithin = 4_000;

/** Consumes as a member of the queue's group until it is closed, by one client after the other. */
export function startConsumer(options: ConsumerOptions): { close(): Promise<void> } {
  const { address, names, subscription, prepare, bury, reach, log } = options;
  const { queue, batch, types } = subscription;
  const mostInHand = batch * 4;
  const closing = new AbortController();
  const dead = (message: Omit<NewMessage, 'topic' | 'headers'>, reason: string): NewMessage => ({
    ...message,
    topic: names.dead,
    headers: writeHeaders({ [headers.queue]: queue, [headers.reason]: reason }),
  });
  const applier = createApplier({
    subscription,
    log,
    bury: (items) => bury(items.map(({ event, reason }) => dead(eventMessage(names.dead, event), reason))),
  });

  /** @returns whether the message is done with. */
  async function handle(message: KafkaMessage): Promise<boolean> {
    const onlyFor = readHeader(message, headers.queue);
    if (onlyFor !== null && onlyFor !== queue) return true;
    const content = contentOf(message);
    const event = readCloudEvent(content.value);
    if (!isUnreadable(event)) return !isAmong(event.type, types) || (await applier.take(event)) === 'settled';
    while (!closing.signal.aborted) {
      try {
        await bury([dead(content, event.reason)]);
        return true;
      } catch (error) {
        log.warn({ code: 'broker.bury', queue, err: error }, 'dead letters cannot be kept yet');
        await rest(pauses.longest, closing.signal);
      }
    }
    return false;
  }

  /** Consumes by one client, until it breaks or the consumer is closed. */
  async function consume(onReady: () => void): Promise<void> {
    await prepare();
    const client = new Consumer({
      ...clientOptions(address, 'consuming'),
      ...groupTimes,
      groupId: names.group(queue),
    });
    const ended = Promise.withResolvers<void>();
    ended.promise.catch(() => undefined);
    const end = (): void => ended.resolve();
    closing.signal.addEventListener('abort', end);
    if (closing.signal.aborted) end();
    // It could not join its group again and will not try any more, or is no longer heard there.
    client.on('error', ended.reject);
    client.on('consumer:heartbeat:stalled', () => ended.reject(new BrokerError('the group does not hear of it')));
    const committer = createCommitter(client, names.events, log);
    let stream: MessagesStream<Buffer, Buffer, Buffer, Buffer> | undefined;
    let inHand = 0;

    async function take(message: KafkaMessage): Promise<void> {
      const settle = committer.take(message);
      if (!settle) return;
      inHand += 1;
      const isDone = await handle(message);
      inHand -= 1;
      if (isDone) settle();
      pump();
    }
    function pump(): void {
      while (inHand < mostInHand && !closing.signal.aborted) {
        const message: KafkaMessage | null = stream?.read() ?? null;
        if (message === null) break;
        void take(message);
      }
    }
    // Before the stream hears of it and reads again from what was committed: of what it holds already, messages of
    // partitions that stayed are ours; others come to somebody else, or to us once more.
    client.on('consumer:group:join', () => {
      const stayed = committer.assign(
        client.assignments?.find(({ topic }) => topic === names.events)?.partitions ?? [],
      );
      for (;;) {
        const message: KafkaMessage | null = stream?.read() ?? null;
        if (message === null) break;
        if (stayed.has(message.partition)) void take(message);
      }
    });

    try {
      const opening = client.consume({
        topics: [names.events],
        mode: MessagesStreamModes.COMMITTED,
        // A queue that is new gets what is there, as others got it.
        fallbackMode: MessagesStreamFallbackModes.EARLIEST,
        autocommit: false,
        ...fetching,
      });
      // One that opens when nobody waits for it any more is closed with its client, and may complain about that.
      opening.then((late) => late.on('error', ended.reject)).catch(() => undefined);
      const opened = await within(openWithin, () => Promise.race([opening, ended.promise]), 'Kafka lets nobody join');
      if (!opened) return;
      stream = opened;
      stream.on('close', end);
      stream.on('readable', pump);
      onReady();
      pump();
      await ended.promise;
      if (closing.signal.aborted) {
        await applier.close();
        await committer.finish();
      }
    } finally {
      closing.signal.removeEventListener('abort', end);
      // What is not committed belongs to whoever gets the partition next.
      applier.release();
      committer.stop();
      await within(closeWithin, () => client.close(true), 'it does not end').catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      try {
        await consume(() => {
          failures = 0;
          reach.found();
        });
      } catch (error) {
        reach.lost(error);
        log.debug({ code: 'broker.consume', queue, err: error }, 'cannot consume for now');
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
