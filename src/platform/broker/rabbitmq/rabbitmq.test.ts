import { Connection } from 'rabbitmq-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestVhost, type TestVhost } from '../../../../test/support/test-vhost.ts';
import { describeWith } from '../../../../test/support/servers.ts';
import { until } from '../../../../test/support/until.ts';
import { silentLogger } from '../../telemetry/logger.ts';
import { readBrokerAddress } from '../address.ts';
import { deadLetters, eventsTopic, type Broker } from '../broker.ts';
import { writeCloudEvent } from '../cloud-event.ts';
import { brokerContract, makeEvents, publishUntilSafe, uniqueNames } from '../contract-testing.ts';
import type { BrokerEvent } from '../event.ts';
import { connectRabbit } from './rabbitmq.ts';

describeWith(['RabbitMQ'], 'RabbitMQ', () => {
  let vhost: TestVhost;
  let raw: Connection;
  beforeAll(async () => {
    vhost = await createTestVhost();
    raw = new Connection(vhost.url);
  });
  afterAll(async () => {
    await raw.close();
    await vhost.drop();
  });
  const dead: string[] = [];
  async function open(): Promise<Broker> {
    const address = readBrokerAddress(vhost.url);
    if (address?.kind !== 'rabbitmq') throw new Error('no address of RabbitMQ');
    return connectRabbit({ address, log: silentLogger, onDead: (queue) => void dead.push(queue) });
  }

  brokerContract({ open });

  /** A queue whose consumers, but for those of the test, see what comes. */
  async function openQueue() {
    const { kind, queue } = uniqueNames();
    const broker = await open();
    const applied: BrokerEvent[] = [];
    const consume = () =>
      broker.consume({
        queue,
        types: [`${kind}.*`],
        batch: 10,
        apply: async (events) => {
          applied.push(...events);
          return [];
        },
      });
    const consumer = consume();
    await publishUntilSafe(broker, makeEvents(1, { type: `${kind}.begun` }));
    await until('it consumes', () => applied.splice(0).length > 0);
    return { kind, queue, broker, applied, consume, consumer };
  }

  it('D4 has a message that is no event among the dead letters, as it came and with the reason', async () => {
    const { kind, queue, broker, applied } = await openQueue();
    const publisher = raw.createPublisher({ confirm: true });
    const type = `${kind}.finished`;
    const [event] = makeEvents(1, { type });
    for (const body of ['no event', '{}', event ? writeCloudEvent(event) : ''])
      await publisher.send({ exchange: eventsTopic, routingKey: type }, body);
    await publisher.close();
    await until('the event came', () => applied.length === 1);
    await until('the others did not', () => dead.filter((name) => name === queue).length === 2);
    const letters = [await raw.basicGet(deadLetters), await raw.basicGet(deadLetters)];
    expect(letters).toMatchObject([
      { headers: { queue, reason: 'is no JSON object' } },
      { headers: { queue, reason: 'is no CloudEvent 1.0' } },
    ]);
    expect(letters.map((letter) => String(letter?.body))).toEqual(['no event', '{}']);
    await broker.close();
  });

  it('D4 gives up an event of which twenty consumers died, and brings it again when asked', async () => {
    const { kind, queue, broker, applied, consume, consumer } = await openQueue();
    await consumer.close();
    await publishUntilSafe(broker, makeEvents(1, { type: `${kind}.finished` }));
    for (let deaths = 0; deaths <= 20; deaths += 1) {
      const channel = await raw.acquire();
      await until('it comes again', async () => (await channel.basicGet(queue)) !== undefined);
      await channel.close();
    }
    await until('it lies among the dead', async () => (await broker.replayDead({ queue, atMost: 10 })) === 1);
    consume();
    await until('it is applied', () => applied.length === 1);
    await broker.close();
  });
});
