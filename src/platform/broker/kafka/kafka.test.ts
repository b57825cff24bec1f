import { randomInt } from 'node:crypto';
import { Admin, Producer } from '@platformatic/kafka';
import { afterAll, expect, it } from 'vitest';
import { addressOf, describeWith } from '../../../../test/support/servers.ts';
import { until } from '../../../../test/support/until.ts';
import { silentLogger } from '../../telemetry/logger.ts';
import { readBrokerAddress } from '../address.ts';
import { deadLetters, type Broker } from '../broker.ts';
import { brokerContract, makeEvents, publishUntilSafe, uniqueNames } from '../contract-testing.ts';
import type { BrokerEvent } from '../event.ts';
import { clientOptions, namesOf, type KafkaAddress } from './client.ts';
import { connectKafka } from './kafka.ts';

describeWith(['Kafka'], 'Kafka', () => {
  // Topics have the same names for everybody: each run has an installation of its own.
  const installation = `test${randomInt(2 ** 40)}`;
  function address(): KafkaAddress {
    const found = readBrokerAddress(`${addressOf('Kafka') ?? ''}/${installation}`);
    if (found?.kind !== 'kafka') throw new Error('TEST_KAFKA_URL is no address of Kafka');
    return found;
  }
  const open = async (): Promise<Broker> =>
    connectKafka({ address: address(), log: silentLogger, onDead: () => undefined });

  afterAll(async () => {
    const admin = new Admin(clientOptions(address(), 'tests'));
    const { events, dead } = namesOf(address());
    await admin.deleteTopics({ topics: [events, dead] });
    await admin.close();
  });

  brokerContract({ open });

  it('D4 survives messages that somebody else has written, without a value or of anything', async () => {
    const { kind, queue } = uniqueNames();
    const broker = await open();
    const seen: string[] = [];
    broker.consume({
      queue,
      types: [`${kind}.*`],
      batch: 20,
      apply: async (events) => {
        seen.push(...events.map(({ id }) => id));
        return [];
      },
    });
    const [before, after] = [1, 2].map(() => makeEvents(1, { type: `${kind}.finished`, subject: '7' }));
    await publishUntilSafe(broker, before ?? []);
    const stranger = new Producer<Buffer, Buffer | null, Buffer, Buffer | null>(clientOptions(address(), 'stranger'));
    const key = Buffer.from('7');
    const topic = namesOf(address()).events;
    const headers = new Map([[Buffer.from('queue'), null]]);
    // A value of null is how Kafka is told to forget a key.
    for (const value of [null, Buffer.from('{'), Buffer.alloc(0)])
      await stranger.send({ messages: [{ topic, key, value, headers }] });
    await stranger.close();
    await publishUntilSafe(broker, after ?? []);
    await until('the later one came', () => seen.length === 2);
    await until('the others are dead', async () => (await broker.depth(deadLetters)) === 3);
    expect(await broker.forget('7')).toBe(0);
    await broker.close();
  });

  it("D4 keeps each user's events in their order", async () => {
    const { kind, queue } = uniqueNames();
    const broker = await open();
    const seen = new Map<string, number[]>();
    broker.consume({
      queue,
      types: [`${kind}.*`],
      batch: 20,
      apply: async (events) => {
        for (const { subject, data } of events)
          seen.set(subject, [...(seen.get(subject) ?? []), Number(data['number'])]);
        return [];
      },
    });
    const users = Array.from({ length: 30 }, (_, i) =>
      makeEvents(20, { type: `${kind}.finished`, subject: `${i + 1}` }),
    );
    for (let from = 0; from < 20; from += 1)
      await publishUntilSafe(
        broker,
        users.map((events) => events[from]).filter((event): event is BrokerEvent => event !== undefined),
      );
    await until('all came', () => [...seen.values()].flat().length >= 600);
    for (const numbers of seen.values()) expect(numbers).toEqual([...numbers].toSorted((a, b) => a - b));
    await broker.close();
  });
});
