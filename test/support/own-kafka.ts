import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answersTo, freePortsInRow, ownProcess, type OwnProcess } from './own-process.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../scripts/lib/servers/run-kafka', import.meta.url));
/** Which requests it knows, asked in their first version: length, kind 18, version 0, number 1, nobody's name. */
const apiVersions = Uint8Array.of(0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 255, 255);

/**
 * A Kafka of a test's own, of one node, which takes some five seconds to start:
 *
 *     const kafka = await createOwnKafka();
 *     kafka.freeze();
 *     kafka.thaw();
 */
export interface OwnKafka extends OwnProcess {
  /** For BROKER_URL. */
  readonly url: string;
  /** Its disk is full: a Kafka that cannot write ends by itself. `start` finds room again. */
  fillDisk(): Promise<void>;
  drop(): Promise<void>;
}

export async function createOwnKafka(): Promise<OwnKafka> {
  const folder = await mkdtemp(join(tmpdir(), 'minuta-kafka-'));
  const port = await freePortsInRow(2);
  const server = ownProcess({
    name: 'Kafka',
    command: [script, folder, String(port)],
    isReady: () => answersTo(apiVersions, port),
  });
  await server.start();
  return {
    ...server,
    url: `kafka://127.0.0.1:${port}`,
    async fillDisk() {
      await run('prlimit', ['--pid', String(server.pid()), '--fsize=0']);
    },
    async drop() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
