import type { BaseOptions } from '@platformatic/kafka';
import { pauseAfter } from '../../backoff.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { BrokerAddress } from '../address.ts';
import { deadLetters, eventsTopic } from '../broker.ts';

export type KafkaAddress = BrokerAddress & { readonly kind: 'kafka' };

/** Milliseconds; short, so that three attempts fit into what whoever asks a broker will wait. */
const times = { connect: 2_000, request: 5_000 } as const;
const pauses = { first: 100, longest: 1_000 } as const;

/** What all clients of this Kafka have in common. */
export function clientOptions({ hosts, isEncrypted, signIn }: KafkaAddress, purpose: string) {
  return {
    clientId: `minuta-${purpose}`,
    bootstrapBrokers: [...hosts],
    connectTimeout: times.connect,
    requestTimeout: times.request,
    timeout: times.request,
    retries: 2,
    retryDelay: (_client: unknown, _operation: string, attempt: number) => pauseAfter(attempt, pauses),
    ...(isEncrypted ? { tls: {}, tlsServerName: true } : {}),
    ...(signIn ? { sasl: signIn } : {}),
  } satisfies BaseOptions;
}

/** What things are called there. */
export interface Names {
  readonly events: string;
  readonly dead: string;
  readonly group: (queue: string) => string;
}

export function namesOf({ prefix }: KafkaAddress): Names {
  return {
    events: `${prefix}${eventsTopic}`,
    dead: `${prefix}${deadLetters}`,
    group: (queue) => `${prefix}${queue}`,
  };
}

/** Whether Kafka could be reached when it was last tried; each change is told once. */
export interface Reach {
  is(): boolean;
  found(): void;
  lost(error: unknown): void;
}

export function createReach(log: Logger): Reach {
  let isThere: boolean | undefined;
  return {
    is: () => isThere === true,
    found() {
      if (isThere !== true) log.info({ code: 'broker.state', broker: 'Kafka' }, 'Kafka is there');
      isThere = true;
    },
    lost(error) {
      if (isThere !== false) log.warn({ code: 'broker.state', broker: 'Kafka', err: error }, 'Kafka is away');
      isThere = false;
    },
  };
}
