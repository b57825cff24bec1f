import { murmur2, type Message } from '@platformatic/kafka';
import { writeCloudEvent } from '../cloud-event.ts';
import type { BrokerEvent } from '../event.ts';

/** A message as Kafka keeps it: bytes throughout, or nothing, as whoever else may write there is free to leave them. */
export type KafkaMessage = Message<Buffer | undefined, Buffer | undefined, Buffer | undefined, Buffer | undefined>;

/** A message on its way. */
export interface NewMessage {
  readonly topic: string;
  readonly key?: Buffer;
  readonly value: Buffer;
  readonly headers?: Map<Buffer, Buffer>;
}

/** Names of headers. */
export const headers = {
  /** Of a dead letter: where it comes from. Of an event that comes again: whom it is for alone. */
  queue: 'queue',
  /** Of a dead letter: why. */
  reason: 'reason',
} as const;

/** A user's events have the user's id as their key, and so keep their order. */
export function eventMessage(topic: string, event: BrokerEvent): NewMessage {
  return { topic, key: Buffer.from(event.subject), value: Buffer.from(writeCloudEvent(event)) };
}

/**
 * Which of so many partitions a user's events are in. As every other client has it: whoever publishes by one of another
 * kind keeps a user's events together.
 */
export function partitionOf(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7f_ff_ff_ff) % partitions;
}

export function writeHeaders(values: Readonly<Record<string, string>>): Map<Buffer, Buffer> {
  return new Map(Object.entries(values).map(([name, value]) => [Buffer.from(name), Buffer.from(value)]));
}

const empty = Buffer.alloc(0);

/** What a message says and about whom; empty where it says nothing. */
export function contentOf({ key = empty, value = empty }: KafkaMessage): Required<Pick<NewMessage, 'key' | 'value'>> {
  return { key, value };
}

export function readHeader(message: KafkaMessage, name: string): string | null {
  for (const [key, value] of message.headerEntries) if (key?.toString() === name) return value?.toString() ?? null;
  return null;
}
