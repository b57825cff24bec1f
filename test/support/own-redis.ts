import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePortsInRow } from './own-process.ts';
import { until } from './until.ts';

const run = promisify(execFile);
/** Of Debian's package, like `redis-cli`. */
const program = 'redis-server';
/** Of a Cluster. */
const slots = 16_384;
/** Milliseconds. */
const betweenGreetings = 300;

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
  /** Of each node; what nodes say to each other goes over the one after it. */
  const ports = await Promise.all(Array.from({ length: masters }, () => freePortsInRow(2)));
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  const [first = 0] = ports;
  let processes: ChildProcess[] = [];

  const cli = async (port: number, ...words: string[]): Promise<string> =>
    (await run('redis-cli', ['-h', '127.0.0.1', ...(isCluster ? ['-c'] : []), '-p', String(port), ...words])).stdout;
  const says = async (port: number, words: readonly string[], part: string): Promise<boolean> =>
    (await cli(port, ...words).catch(() => '')).includes(part);

  function launch(port: number): ChildProcess {
    const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(port + 1)];
    // A node that is not run for some seconds is not held for dead, and none that has lost its last slot becomes the
    // replica of who has it now: it is to get one.
    const patient = ['--cluster-node-timeout', '10000', '--cluster-allow-replica-migration', 'no'];
    const own = ['--cluster-config-file', `${port}.conf`, ...patient];
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    return spawn(program, [...words, ...(isCluster ? [...cluster, ...own] : [])], { stdio: 'ignore' });
  }

  /**
   * By every other node: from each other they hear of it late. On a busy machine a greeting is given up before it was
   * answered, so it is said again and again.
   */
  async function greet(port: number): Promise<void> {
    for (const other of ports.filter((one) => one !== port))
      await cli(other, 'cluster', 'meet', '127.0.0.1', String(port), String(port + 1));
  }

  async function allSay(part: string): Promise<boolean> {
    return !(await Promise.all(ports.map((port) => says(port, ['cluster', 'info'], part)))).includes(false);
  }

  async function start(): Promise<void> {
    processes = ports.map((port) => launch(port));
    for (const port of ports) await until('Redis answers', () => says(port, ['ping'], 'PONG'));
    if (isCluster) await unite();
  }

  /** `redis-cli --cluster create` greets once, and waits for ever. */
  async function unite(): Promise<void> {
    for (const [place, port] of ports.entries()) {
      const [from = 0, to = 0] = [place, place + 1].map((part) => Math.round((part * slots) / ports.length));
      await cli(port, 'cluster', 'addslotsrange', String(from), String(to - 1));
      await cli(port, 'cluster', 'set-config-epoch', String(place + 1));
    }
    await until('the Cluster is whole', async () => {
      for (const port of ports.slice(1)) await greet(port);
      await sleep(betweenGreetings);
      return allSay('cluster_state:ok');
    });
  }

  async function grow(key: string): Promise<void> {
    const port = await freePortsInRow(2);
    processes.push(launch(port));
    ports.push(port);
    await until('Redis answers', () => says(port, ['ping'], 'PONG'));
    const id = (await cli(port, 'cluster', 'myid')).trim();
    const slot = (await cli(first, 'cluster', 'keyslot', key)).trim();
    // A node refuses for as long as it has not met the new one, and who knows a later word believes that: all is said
    // until all agree.
    await until('all nodes agree', async () => {
      await greet(port);
      await cli(port, 'cluster', 'bumpepoch');
      for (const each of ports) await cli(each, 'cluster', 'setslot', slot, 'node', id);
      await sleep(betweenGreetings);
      return allSay(`cluster_size:${ports.length}`);
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
