import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { requireAddress, testName } from './servers.ts';

const run = promisify(execFile);
const servers = fileURLToPath(new URL('../../scripts/servers', import.meta.url));

export interface TestVhost {
  /** For BROKER_URL. */
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A virtual host of its own on the RabbitMQ that `scripts/servers` runs, so that files can run side by side: exchanges
 * and queues have the same names in each.
 * @throws where RabbitMQ is not configured.
 */
export async function createTestVhost(): Promise<TestVhost> {
  const server = requireAddress('RabbitMQ');
  const name = testName();
  await control('add_vhost', name);
  await control('set_permissions', '-p', name, 'guest', '.*', '.*', '.*');
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    async drop() {
      await control('delete_vhost', name);
    },
  };
}

async function control(...words: readonly string[]): Promise<void> {
  await run(servers, ['rabbitmqctl', ...words]);
}
