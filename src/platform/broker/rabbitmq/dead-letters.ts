import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Connection, SyncMessage } from 'rabbitmq-client';
import { BrokerError, brokerTimeLimit, deadLetters } from '../broker.ts';
import { isUnreadable, readCloudEvent } from '../cloud-event.ts';
import { within } from '../within.ts';
import { bytesOf, readDeadHeaders } from './topology.ts';

/** Dead letters that are looked at together. */
const atOnce = 100;

interface Look {
  readonly wants: (message: SyncMessage) => boolean;
  readonly atMost: number;
  /** Does with some of them what is to be done before they are gone from the dead letters. */
  readonly take: (messages: readonly SyncMessage[]) => Promise<void>;
}

/** @returns how many events wait in a queue; null where there is no such queue. */
export async function countWaiting(connection: Connection, queue: string): Promise<number | null> {
  const channel = await connection.acquire({ emitErrorsFromChannel: true });
  channel.on('error', () => undefined);
  try {
    const { messageCount } = await channel.queueDeclare({ queue, passive: true });
    return messageCount;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'NOT_FOUND') return null;
    throw error;
  } finally {
    await channel.close();
  }
}

/**
 * Looks through the dead letters and changes them. One look at a time, because each hides from others what it has taken
 * until it is over.
 */
export function createDeadLetters(connection: Connection) {
  let last: Promise<unknown> = Promise.resolve();
  function lookNext(wanted: Look): Promise<number> {
    const looking = last.then(() => look(connection, wanted));
    last = looking.catch(() => undefined);
    return looking;
  }

  return {
    /**
     * Puts the oldest dead letters of a queue back into it. One that has been put back is removed only then: where that
     * breaks off between the two, it is in both places.
     */
    async replay(
      { queue, atMost }: { readonly queue: string; readonly atMost: number },
      putBack: (bodies: readonly Uint8Array[]) => Promise<void>,
    ): Promise<number> {
      // A message for a queue that is not there would be taken and dropped.
      const there = await ask(() => countWaiting(connection, queue));
      if (there === null) throw new BrokerError(`there is no queue ${queue}`);
      return lookNext({
        wants: (message) => readDeadHeaders(message).queue === queue,
        atMost,
        take: (messages) => putBack(messages.map(({ body }) => bytesOf(body))),
      });
    },

    forget: (subject: string): Promise<number> =>
      lookNext({
        wants(message) {
          const event = readCloudEvent(bytesOf(message.body));
          return !isUnreadable(event) && event.subject === subject;
        },
        atMost: Number.POSITIVE_INFINITY,
        take: async () => undefined,
      }),
  };
}

/** Looks through the dead letters that are there now, and takes those that are wanted; the others keep their places. */
async function look(connection: Connection, { wants, atMost, take }: Look): Promise<number> {
  const there = (await ask(() => countWaiting(connection, deadLetters))) ?? 0;
  const channel = await ask(() => connection.acquire());
  let seen = 0;
  let taken = 0;
  try {
    while (seen < there && taken < atMost) {
      const messages = await ask(() => getSome(channel, Math.min(atOnce, atMost - taken)));
      if (messages.length === 0) break;
      seen += messages.length;
      const wanted = messages.filter(wants);
      if (wanted.length === 0) continue;
      await take(wanted);
      for (const { deliveryTag } of wanted) channel.basicAck({ deliveryTag });
      taken += wanted.length;
    }
    return taken;
  } finally {
    await ask(() => channel.close());
    await untilBack(connection, seen - taken);
  }
}

/** The server puts back what was not taken some time after the channel has been closed. */
async function untilBack(connection: Connection, count: number): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    if (((await ask(() => countWaiting(connection, deadLetters))) ?? 0) >= count) return;
    await sleep(50);
  }
}

async function getSome(channel: Channel, atMost: number): Promise<SyncMessage[]> {
  const messages: SyncMessage[] = [];
  while (messages.length < atMost) {
    const message = await channel.basicGet({ queue: deadLetters });
    if (!message) break;
    messages.push(message);
  }
  return messages;
}

function ask<Result>(asking: () => Promise<Result>): Promise<Result> {
  return within(brokerTimeLimit, asking, 'RabbitMQ does not answer');
}
