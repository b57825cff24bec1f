import { expect, it } from 'vitest';
import { createOwnRabbitmq, type OwnRabbitmq } from '../../../../test/support/own-rabbitmq.ts';
import { describeWith } from '../../../../test/support/servers.ts';
import { until } from '../../../../test/support/until.ts';
import { silentLogger, type Logger } from '../../telemetry/logger.ts';
import { readBrokerAddress } from '../address.ts';
import { BrokerError, type Broker } from '../broker.ts';
import { makeEvents, publishUntilSafe } from '../contract-testing.ts';
import { brokerFaults } from '../faults-testing.ts';
import { connectRabbit } from './rabbitmq.ts';

function connect(url: string, log: Logger = silentLogger): Broker {
  const address = readBrokerAddress(url);
  if (address?.kind !== 'rabbitmq') throw new Error(`no address of RabbitMQ: ${url}`);
  return connectRabbit({ address, log, onDead: () => undefined });
}

describeWith(['RabbitMQ'], 'RabbitMQ in trouble', () => {
  let server: OwnRabbitmq;
  brokerFaults({
    create: async () => (server = await createOwnRabbitmq()),
    connect,
    keepsToAddress: true,
  });

  it('D4 says in the log why it is not let in, and gets in when it is', async () => {
    const warnings: unknown[] = [];
    const log: Logger = { ...silentLogger, warn: (about: unknown) => void warnings.push(about) };
    const broker = connect(server.url.replace('guest:guest', 'minuta:secret'), log);
    await expect(broker.publish(makeEvents(1, { type: 'session.finished' }))).rejects.toThrow(BrokerError);
    await until('it is refused', () => warnings.length > 0);
    expect(warnings[0]).toMatchObject({ err: { code: 'ACCESS_REFUSED' } });
    expect(JSON.stringify(warnings)).not.toContain('secret');
    expect(broker.isAvailable()).toBe(false);
    await server.control('add_user', 'minuta', 'secret');
    await server.control('set_permissions', 'minuta', '.*', '.*', '.*');
    await publishUntilSafe(broker, makeEvents(1, { type: 'session.finished' }));
    await broker.close();
  });
});
