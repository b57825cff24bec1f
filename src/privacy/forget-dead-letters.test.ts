import { expect, it } from 'vitest';
import { describeWith } from '../../test/support/servers.ts';
import { createTestVhost, type TestVhost } from '../../test/support/test-vhost.ts';
import { until } from '../../test/support/until.ts';
import { readBrokerAddress } from '../platform/broker/address.ts';
import { deadLetters, type Broker } from '../platform/broker/broker.ts';
import { makeEvents, publishUntilSafe } from '../platform/broker/contract-testing.ts';
import { connectRabbit } from '../platform/broker/rabbitmq/rabbitmq.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { forgetDeadLetters } from './forget-dead-letters.ts';

describeWith(['RabbitMQ'], 'dead letters', () => {
  function connect(vhost: TestVhost): Promise<Broker> | Broker {
    const address = readBrokerAddress(vhost.url);
    if (address?.kind !== 'rabbitmq') throw new Error(`no address of RabbitMQ: ${vhost.url}`);
    return connectRabbit({ address, log: silentLogger, onDead: () => undefined });
  }

  it('T12 about somebody who was erased are forgotten, and those about others stay', async () => {
    const vhost = await createTestVhost();
    const broker = await connect(vhost);
    try {
      const apply = async (events: readonly { id: string }[]) => events.map(({ id }) => ({ id, reason: 'a test' }));
      broker.consume({ queue: 'refusing', types: ['session.*'], batch: 10, apply });
      broker.consume(forgetDeadLetters(broker));
      for (const subject of ['7', '8'])
        await publishUntilSafe(broker, makeEvents(3, { type: 'session.finished', subject }));
      await until('all are dead letters', async () => (await broker.depth(deadLetters)) === 6);
      await publishUntilSafe(broker, makeEvents(1, { type: 'user.erased', subject: '7' }));
      await until('theirs are gone', async () => (await broker.depth(deadLetters)) === 3);
      expect(await broker.forgetDead('8')).toBe(3);
    } finally {
      await broker.close();
      await vhost.drop();
    }
  });
});
