import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answersTo, freePortsInRow, ownProcess, type OwnProcess } from './own-process.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../scripts/lib/servers/run-rabbitmq', import.meta.url));

/**
 * A RabbitMQ of a test's own, which takes some five seconds to start:
 *
 *     const rabbitmq = await createOwnRabbitmq();
 *     await rabbitmq.kill();
 *     await rabbitmq.start();
 */
export interface OwnRabbitmq extends OwnProcess {
  /** For BROKER_URL. */
  readonly url: string;
  /** Its disk is full: what is published is neither refused nor confirmed, until there is room. */
  fillDisk(): Promise<void>;
  clearDisk(): Promise<void>;
  /** @returns what `rabbitmqctl` prints: `control('list_queues', 'name', 'messages')` */
  control(...words: string[]): Promise<string>;
  drop(): Promise<void>;
}

export async function createOwnRabbitmq(): Promise<OwnRabbitmq> {
  const folder = await mkdtemp(join(tmpdir(), 'minuta-rabbitmq-'));
  const port = await freePortsInRow(3);
  const server = ownProcess({
    name: 'RabbitMQ',
    command: [script, folder, String(port)],
    isReady: () => answersTo('AMQP\0\0\u0009\u0001', port),
  });
  const control = async (...words: string[]): Promise<string> =>
    (await run(script, [folder, String(port), ...words])).stdout;
  await server.start();
  return {
    ...server,
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    control,
    async fillDisk() {
      await control('set_disk_free_limit', '1000000000000000');
    },
    async clearDisk() {
      await control('set_disk_free_limit', '64MB');
    },
    async drop() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
