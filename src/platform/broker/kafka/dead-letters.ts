import { Consumer, MessagesStreamModes, type Admin } from '@platformatic/kafka';
import { brokerTimeLimit } from '../broker.ts';
import { isUnreadable, readCloudEvent } from '../cloud-event.ts';
import { within } from '../within.ts';
import { clientOptions, type KafkaAddress, type Names } from './client.ts';
import { contentOf, headers, readHeader, writeHeaders, type KafkaMessage, type NewMessage } from './messages.ts';
import { edgeOf } from './topics.ts';

export interface DeadLettersOptions {
  readonly address: KafkaAddress;
  readonly names: Names;
  readonly admin: Admin;
  readonly publish: (messages: readonly NewMessage[]) => Promise<void>;
}

/** Dead letters that are looked at together. */
const atOnce = 200;

/** The only partition of their topic. */
const partition = 0;

/** Milliseconds that a client gets to leave its group. */
const closeWithin = 4_000;

/** What becomes of a dead letter: it goes, with another message in its place or none, or it stays. */
type Verdict = { readonly is: 'stays' } | { readonly is: 'goes'; readonly instead?: NewMessage };

/** Looks through the dead letters and changes them. */
export function createDeadLetters({ address, names, admin, publish }: DeadLettersOptions) {
  /** Waits for whoever else is looking: the partition belongs to one member of the group. */
  async function* read(end: bigint): AsyncGenerator<KafkaMessage[]> {
    const client = new Consumer({
      ...clientOptions(address, 'dead-letters'),
      requestTimeout: brokerTimeLimit * 2,
      sessionTimeout: brokerTimeLimit,
      rebalanceTimeout: brokerTimeLimit * 1.5,
      groupId: names.group(`${names.dead}.readers`),
    });
    client.on('error', () => undefined);
    try {
      const stream = await client.consume({
        topics: [names.dead],
        mode: MessagesStreamModes.EARLIEST,
        autocommit: false,
        maxWaitTime: 200,
        maxBytes: 1024 * 1024,
        highWaterMark: atOnce,
      });
      const messages = stream[Symbol.asyncIterator]();
      let page: KafkaMessage[] = [];
      for (let isLast = false; !isLast;) {
        const { value, done } = await within(brokerTimeLimit, () => messages.next(), 'Kafka does not answer');
        const message: KafkaMessage | undefined = value;
        isLast = done === true || message === undefined || message.offset + 1n >= end;
        if (message && message.offset < end) page.push(message);
        if (page.length >= atOnce || isLast) {
          yield page;
          page = [];
        }
      }
    } finally {
      await within(closeWithin, () => client.close(true), 'it does not end').catch(() => undefined);
    }
  }

  /**
   * A log loses nothing but its beginning: so whatever stays is written again at its end, and the beginning cut off.
   * Where that breaks off between the two, some are there twice.
   */
  async function rewrite(
    judge: (message: KafkaMessage) => Verdict,
    isOver: (gone: number) => boolean,
  ): Promise<number> {
    const [beginning, end] = await ask(() =>
      Promise.all([edgeOf(admin, names.dead, 'beginning'), edgeOf(admin, names.dead, 'end')]),
    );
    const until = end.get(partition) ?? 0n;
    if ((beginning.get(partition) ?? 0n) >= until) return 0;
    let gone = 0;
    for await (const page of read(until)) {
      const again: NewMessage[] = [];
      let seen = 0n;
      for (const message of page) {
        if (isOver(gone)) break;
        const verdict = judge(message);
        if (verdict.is === 'stays') again.push(copyOf(message));
        else {
          gone += 1;
          if (verdict.instead) again.push(verdict.instead);
        }
        seen = message.offset + 1n;
      }
      if (again.length > 0) await publish(again);
      if (seen > 0n) await cut(seen);
      if (isOver(gone)) break;
    }
    return gone;
  }

  async function cut(offset: bigint): Promise<void> {
    await ask(() => admin.deleteRecords({ topics: [{ name: names.dead, partitions: [{ partition, offset }] }] }));
  }

  return {
    replay: ({ queue, atMost }: { readonly queue: string; readonly atMost: number }): Promise<number> =>
      rewrite(
        (message) => {
          if (readHeader(message, headers.queue) !== queue) return { is: 'stays' };
          // Other groups read the same topic, and have applied it.
          const onlyForQueue = writeHeaders({ [headers.queue]: queue });
          return { is: 'goes', instead: { topic: names.events, ...contentOf(message), headers: onlyForQueue } };
        },
        (gone) => gone >= atMost,
      ),

    forget: (subject: string): Promise<number> =>
      rewrite(
        (message) => {
          const event = readCloudEvent(contentOf(message).value);
          return !isUnreadable(event) && event.subject === subject ? { is: 'goes' } : { is: 'stays' };
        },
        () => false,
      ),
  };

  function copyOf(message: KafkaMessage): NewMessage {
    const kept = [headers.queue, headers.reason].map((name) => [name, readHeader(message, name) ?? ''] as const);
    const told = writeHeaders(Object.fromEntries(kept));
    return { topic: names.dead, ...contentOf(message), headers: told };
  }
}

function ask<Result>(asking: () => Promise<Result>): Promise<Result> {
  return within(brokerTimeLimit, asking, 'Kafka does not answer');
}
