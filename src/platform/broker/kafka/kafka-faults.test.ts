import { createOwnKafka } from '../../../../test/support/own-kafka.ts';
import { describeWith } from '../../../../test/support/servers.ts';
import { silentLogger } from '../../telemetry/logger.ts';
import { readBrokerAddress } from '../address.ts';
import { brokerFaults } from '../faults-testing.ts';
import { connectKafka } from './kafka.ts';

describeWith(['Kafka'], 'Kafka in trouble', () => {
  brokerFaults({
    async create() {
      const server = await createOwnKafka();
      return {
        ...server,
        async clearDisk() {
          // It has ended by itself.
          await server.kill();
          await server.start();
        },
      };
    },
    connect(url) {
      const address = readBrokerAddress(url);
      if (address?.kind !== 'kafka') throw new Error(`no address of Kafka: ${url}`);
      return connectKafka({ address, log: silentLogger, onDead: () => undefined });
    },
    keepsToAddress: false,
  });
});
