import type { Queries } from '../database/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { readBrokerAddress } from './address.ts';
import type { Broker } from './broker.ts';
import { storeDeadLetters } from './dead-letters.ts';
import { createInProcessBroker } from './in-process.ts';

export interface BrokerOptions {
  /** `BROKER_URL`; without one the consumers of this process get what it publishes. */
  readonly url: string | undefined;
  /** Where dead letters are kept when no broker keeps them. */
  readonly queries: Queries;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'deadLetters'>;
}

/** The one place that chooses a broker. It connects by itself, now and after each loss. */
export async function openBroker({ url, queries, log, metrics }: BrokerOptions): Promise<Broker> {
  const onDead = (queue: string, count: number): void => metrics.deadLetters.inc({ queue }, count);
  const address = url === undefined ? null : readBrokerAddress(url);
  // A client that is not needed is not loaded.
  if (address?.kind === 'rabbitmq') {
    const { connectRabbit } = await import('./rabbitmq/rabbitmq.ts');
    return connectRabbit({ address, log, onDead });
  }
  if (address?.kind === 'kafka') {
    const { connectKafka } = await import('./kafka/kafka.ts');
    return connectKafka({ address, log, onDead });
  }
  return createInProcessBroker({ deadLetters: storeDeadLetters(queries), log, onDead });
}
