import { addressOf, describeWith } from '../../../../test/support/servers.ts';
import { readBrokerAddress } from '../address.ts';
import { brokerContract } from '../contract-testing.ts';
import { silentLogger } from '../../telemetry/logger.ts';
import { connectRabbit } from './rabbitmq.ts';

describeWith(['RabbitMQ'], 'RabbitMQ', () => {
  brokerContract({
    async open() {
      const address = readBrokerAddress(addressOf('RabbitMQ') ?? '');
      if (address?.kind !== 'rabbitmq') throw new Error('TEST_RABBITMQ_URL is no address of RabbitMQ');
      return connectRabbit({ address, log: silentLogger, onDead: () => undefined });
    },
  });
});
