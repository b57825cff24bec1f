import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './trial.ts';
import { until } from './until.ts';

const run = promisify(execFile);
/** Of Debian's package, like `redis-cli`. */
const program = 'redis-server';

/** A Redis of a test's own, one server or a Cluster, which may lose everything and go away. */
export interface OwnRedis {
  /** For REDIS_URL. */
  readonly url: string;
  /** Asks one server, or the node that has the key. @returns what `redis-cli` prints */
  ask(...words: string[]): Promise<string>;
  /** All keys that match, on every node. */
  keys(pattern: string): Promise<string[]>;
  /** Forgets everything, on every node or on one. */
  flush(node?: number): Promise<void>;
  stop(): Promise<void>;
  /** Comes back with nothing in it. */
  start(): Promise<void>;
  /** Gives the slot of a key that is not there to a node more of a Cluster. */
  grow(key: string): Promise<void>;
  drop(): Promise<void>;
}

/** @param masters one, or three for a Cluster. */
export async function createOwnRedis(masters: 1 | 3): Promise<OwnRedis> {
  const isCluster = masters > 1;
  const folder = await mkdtemp(join(tmpdir(), 'minuta-redis-'));
  const ports = await Promise.all(Array.from({ length: masters }, () => freePort()));
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  const [first = 0] = ports;
  let processes: ChildProcess[] = [];

  const cli = async (port: number, ...words: string[]): Promise<string> =>
    (await run('redis-cli', ['-h', '127.0.0.1', ...(isCluster ? ['-c'] : []), '-p', String(port), ...words])).stdout;
  const says = async (port: number, words: readonly string[], part: string): Promise<boolean> =>
    (await cli(port, ...words).catch(() => '')).includes(part);

  async function launch(port: number, busPort?: number): Promise<ChildProcess> {
    const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort ?? (await freePort()))];
    const own = ['--cluster-config-file', `${port}.conf`, '--cluster-node-timeout', '2000'];
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    return spawn(program, [...words, ...(isCluster ? [...cluster, ...own] : [])], { stdio: 'ignore' });
  }

  async function start(): Promise<void> {
    processes = await Promise.all(ports.map((port) => launch(port)));
    for (const port of ports) await until('Redis answers', () => says(port, ['ping'], 'PONG'));
    if (!isCluster) return;
    await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-replicas', '0', '--cluster-yes']);
    for (const port of ports) await until('the Cluster is whole', () => says(port, ['cluster', 'info'], 'state:ok'));
  }

  async function grow(key: string): Promise<void> {
    const [port, busPort] = await Promise.all([freePort(), freePort()]);
    processes.push(await launch(port, busPort));
    ports.push(port);
    await until('Redis answers', () => says(port, ['ping'], 'PONG'));
    const id = (await cli(port, 'cluster', 'myid')).trim();
    const slot = (await cli(first, 'cluster', 'keyslot', key)).trim();
    // On a busy machine a greeting is given up before it was answered. A node refuses for as long as it has not met the
    // new one, and who knows a later word believes that: all is said until all agree.
    await until('all nodes agree', async () => {
      await cli(first, 'cluster', 'meet', '127.0.0.1', String(port), String(busPort));
      await cli(port, 'cluster', 'bumpepoch');
      for (const each of ports) await cli(each, 'cluster', 'setslot', slot, 'node', id);
      await sleep(300);
      const sizes = await Promise.all(ports.map((each) => says(each, ['cluster', 'info'], `size:${ports.length}`)));
      return !sizes.includes(false);
    });
  }

  async function stop(): Promise<void> {
    await Promise.all(
      processes.splice(0).map(async (one) => {
        const ended = once(one, 'exit');
        one.kill('SIGKILL');
        await ended;
      }),
    );
    for (const port of ports) await rm(join(folder, `${port}.conf`), { force: true });
  }

  await start();
  return {
    url: isCluster ? `redis+cluster://${addresses.join(',')}` : `redis://${addresses[0] ?? ''}`,
    ask: async (...words) => (await cli(first, ...words)).trimEnd(),
    async keys(pattern) {
      const found = await Promise.all(ports.map((port) => cli(port, '--scan', '--pattern', pattern)));
      return found.flatMap((text) => text.split('\n').filter((key) => key !== '')).toSorted();
    },
    async flush(node) {
      for (const port of node === undefined ? ports : ports.slice(node, node + 1)) await cli(port, 'flushall');
    },
    stop,
    start,
    grow,
    async drop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
