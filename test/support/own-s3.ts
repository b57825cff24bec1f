import { fileURLToPath } from 'node:url';
import { answersTo, freePortsInRow, ownProcess } from './own-process.ts';
import { createOwnProxy, type OwnProxy } from './own-proxy.ts';
import { until } from './until.ts';

const script = fileURLToPath(new URL('../../scripts/lib/servers/run-s3', import.meta.url));

/**
 * An S3 server of a test's own, with one empty bucket, behind a proxy. It keeps everything in memory, so what makes it
 * go away is `refuse`, and `pass` brings it back with all it had:
 *
 *     const s3 = await createOwnS3();
 *     s3.refuse();
 *     await s3.pass();
 */
export interface OwnS3 extends OwnProxy {
  /** For OBJECT_STORE_URL, with what `secrets` holds. */
  readonly url: string;
  readonly secrets: { readonly AWS_ACCESS_KEY_ID: string; readonly AWS_SECRET_ACCESS_KEY: string };
  /** Its disk is full: what is written is refused with 507. */
  fillDisk(): Promise<void>;
  clearDisk(): Promise<void>;
}

export async function createOwnS3(): Promise<OwnS3> {
  const port = await freePortsInRow(1);
  const server = ownProcess({
    name: 'S3',
    command: [script, String(port), 'minuta-own'],
    isReady: () => answersTo('GET / HTTP/1.0\r\n\r\n', port),
  });
  await server.start();
  /** A signal is heard a moment after it was sent. What is not signed is refused in either case, with another number. */
  async function tell(signal: NodeJS.Signals, isFull: boolean): Promise<void> {
    process.kill(server.pid(), signal);
    await until('the S3 server has heard', async () => {
      const { status } = await fetch(`http://127.0.0.1:${port}/minuta-own/probe`, { method: 'PUT' });
      return (status === 507) === isFull;
    });
  }
  const proxy = await createOwnProxy(`s3://minuta-own?endpoint=http://127.0.0.1:${port}&region=us-east-1`);
  return {
    ...proxy,
    secrets: { AWS_ACCESS_KEY_ID: 'minuta', AWS_SECRET_ACCESS_KEY: 'minuta-secret' },
    fillDisk: () => tell('SIGUSR1', true),
    clearDisk: () => tell('SIGUSR2', false),
    async drop() {
      await proxy.drop();
      await server.kill();
    },
  };
}
