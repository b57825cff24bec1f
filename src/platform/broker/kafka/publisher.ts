import { compatibilityPartitioner, ProduceAcks, Producer } from '@platformatic/kafka';
import { BrokerError, brokerTimeLimit } from '../broker.ts';
import { within } from '../within.ts';
import { clientOptions, type KafkaAddress, type Reach } from './client.ts';
import type { NewMessage } from './messages.ts';

/** Messages that travel together. */
const atOnce = 500;

/** Milliseconds that a client gets to end as it should. */
const closeWithin = 2_000;

export interface PublisherOptions {
  readonly address: KafkaAddress;
  /** Has the topics there. */
  readonly prepare: () => Promise<void>;
  readonly reach: Reach;
}

/** Publishes to all copies of a partition, each message once as long as nothing fails. */
export function createPublisher({ address, prepare, reach }: PublisherOptions) {
  let producer: Producer | undefined;

  function open(): Producer {
    return new Producer({
      ...clientOptions(address, 'publishing'),
      idempotent: true,
      acks: ProduceAcks.ALL,
      partitioner: compatibilityPartitioner,
    });
  }

  /** What it still holds is published or not; nobody knows. */
  async function leave(): Promise<void> {
    const left = producer;
    producer = undefined;
    if (left) await within(closeWithin, () => left.close(true), 'it does not end').catch(() => undefined);
  }

  return {
    async publish(messages: readonly NewMessage[]): Promise<void> {
      try {
        await within(
          brokerTimeLimit,
          async (signal) => {
            await prepare();
            for (let from = 0; from < messages.length && !signal.aborted; from += atOnce)
              await (producer ??= open()).send({ messages: messages.slice(from, from + atOnce) });
          },
          'Kafka does not confirm',
        );
        reach.found();
      } catch (error) {
        reach.lost(error instanceof BrokerError ? (error.cause ?? error) : error);
        void leave();
        throw error;
      }
    },
    close: leave,
  };
}
