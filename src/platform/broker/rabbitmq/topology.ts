import type { AsyncMessage, Channel, SyncMessage } from 'rabbitmq-client';
import { isRecord } from '../../is-record.ts';
import { deadLetters, eventsTopic, type Subscription } from '../broker.ts';

/** Redeliveries after which an event goes to the dead letters: each time its consumer died, or was cut off. */
const mostRedeliveries = 20;

/** From so many redeliveries on, an event may be what its consumers died of. */
const suspicious = 3;

/** Events that wait in a queue at most; more are refused, and wait where they come from. Some gigabytes. */
const mostWaiting = 5_000_000;

const quorum = { 'x-queue-type': 'quorum' } as const;

/** Headers of a dead letter. */
export interface DeadHeaders {
  /** Where it comes from. */
  readonly queue: string;
  readonly reason: string;
}

/** What is there for every queue: the exchange of events, and the place of dead letters. */
export async function declareCommon(channel: Channel): Promise<void> {
  await channel.exchangeDeclare({ exchange: eventsTopic, type: 'topic', durable: true });
  await channel.exchangeDeclare({ exchange: deadLetters, type: 'topic', durable: true });
  await channel.queueDeclare({
    queue: deadLetters,
    durable: true,
    // Whoever looks through the dead letters takes each of them; newer servers throw away what was taken twenty times.
    arguments: { ...quorum, 'x-delivery-limit': 1_000_000 },
  });
  await channel.queueBind({ exchange: deadLetters, queue: deadLetters, routingKey: '#' });
}

/** Arguments of a queue cannot be changed once it is there: a change here is a queue of another name. */
export async function declareQueue(
  channel: Channel,
  { queue, types }: Pick<Subscription, 'queue' | 'types'>,
): Promise<void> {
  await channel.queueDeclare({
    queue,
    durable: true,
    arguments: {
      ...quorum,
      'x-delivery-limit': mostRedeliveries,
      'x-max-length': mostWaiting,
      // With dead letters that survive a crash on their way goes no other way of overflowing.
      'x-overflow': 'reject-publish',
      'x-dead-letter-exchange': deadLetters,
      'x-dead-letter-routing-key': queue,
      'x-dead-letter-strategy': 'at-least-once',
    },
  });
  for (const routingKey of types) await channel.queueBind({ exchange: eventsTopic, queue, routingKey });
}

/** Whether those who took it before died or were cut off, several times. */
export function isSuspect({ headers }: AsyncMessage): boolean {
  const count: unknown = headers?.['x-delivery-count'];
  return typeof count === 'number' && count >= suspicious;
}

/** Where a dead letter comes from and why: told by the consumer, or by the server that had redelivered it too often. */
export function readDeadHeaders({ headers }: SyncMessage): DeadHeaders {
  const told: unknown = headers ?? {};
  const text = (...names: string[]): string | undefined =>
    names.map((name) => (isRecord(told) ? told[name] : undefined)).find((value) => typeof value === 'string');
  return {
    queue: text('queue', 'x-first-death-queue') ?? '',
    reason: text('reason', 'x-first-death-reason') ?? '',
  };
}

/** The message as it came; the client parses what calls itself JSON or text. */
export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
