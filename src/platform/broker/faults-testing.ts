import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createOwnProxy, type OwnProxy } from '../../../test/support/own-proxy.ts';
import type { OwnProcess } from '../../../test/support/own-process.ts';
import { until } from '../../../test/support/until.ts';
import { BrokerError, brokerTimeLimit, type Broker } from './broker.ts';
import { makeEvents, publishUntilSafe, uniqueNames } from './contract-testing.ts';
import type { BrokerEvent } from './event.ts';

/** A server of a test's own, behind which the broker is. */
export interface FaultyServer extends OwnProcess {
  readonly url: string;
  fillDisk(): Promise<void>;
  /** Finds room again. */
  clearDisk(): Promise<void>;
  drop(): Promise<void>;
}

export interface FaultsOptions {
  readonly create: () => Promise<FaultyServer>;
  readonly connect: (url: string) => Broker;
  /** Whether all that clients say goes by way of the address they were given; nodes of a Kafka tell their own. */
  readonly keepsToAddress: boolean;
}

const perPublication = 20;

/**
 * Publishes all the time, one publication after the other, as the one worker does that relays, and consumes by that one's
 * and another's client meanwhile.
 */
async function traffic(publisher: Broker, consumer: Broker) {
  const { kind, queue } = uniqueNames();
  const stopping = new AbortController();
  const confirmed = new Set<string>();
  const applied = new Map<string, number>();
  let refusals = 0;
  let longest = 0;
  // Both, as workers do: who publishes has the queues there again, should a crash have undone their making.
  for (const worker of [publisher, consumer])
    worker.consume({
      queue,
      types: [`${kind}.*`],
      batch: 50,
      apply: async (events) => {
        await sleep(5);
        for (const { id } of events) applied.set(id, (applied.get(id) ?? 0) + 1);
        return [];
      },
    });
  async function publishAll(): Promise<void> {
    let waiting: BrokerEvent[] = [];
    while (!stopping.signal.aborted) {
      if (waiting.length === 0) waiting = makeEvents(perPublication, { type: `${kind}.finished` });
      const from = performance.now();
      try {
        await publisher.publish(waiting);
        for (const { id } of waiting) confirmed.add(id);
        waiting = [];
      } catch (error) {
        expect(error).toBeInstanceOf(BrokerError);
        refusals += 1;
        await sleep(50);
      }
      longest = Math.max(longest, performance.now() - from);
    }
  }
  // A queue is there from its first consumer on; what is published before that is for nobody.
  await until('it consumes', async () => {
    await publisher.publish(makeEvents(1, { type: `${kind}.begun` })).catch(() => undefined);
    return applied.size > 0;
  });
  const publishing = publishAll();
  const isThrough = (count: number) => () => confirmed.size >= count;
  return {
    queue,
    confirmed,
    applied,
    refusals: () => refusals,
    /** Waits until so many more were confirmed. */
    more: (count: number) => until(`${count} more go through`, isThrough(confirmed.size + count), 90_000),
    async end(): Promise<void> {
      stopping.abort();
      await publishing;
      await until(
        () => `all ${confirmed.size} are applied, not only ${applied.size}`,
        () => confirmed.isSubsetOf(applied),
      );
      // One limit, and not two of them one after the other.
      expect(longest).toBeLessThan(1.5 * brokerTimeLimit);
    },
  };
}

/** What every broker bears: whatever was confirmed is applied, and nothing grows while it is away. */
export function brokerFaults({ create, connect, keepsToAddress }: FaultsOptions): void {
  let server: FaultyServer;
  let proxy: OwnProxy;
  const opened: Broker[] = [];
  const open = (url: string): Broker => {
    const broker = connect(url);
    opened.push(broker);
    return broker;
  };
  beforeAll(async () => {
    server = await create();
    proxy = await createOwnProxy(server.url);
  });
  afterEach(async () => {
    await proxy.pass();
    await Promise.all(opened.splice(0).map((broker) => broker.close()));
  });
  afterAll(async () => {
    await proxy.drop();
    await server.drop();
  });

  it(
    'D4 applies all that was confirmed before its server crashed, and what comes after',
    { timeout: 300_000 },
    async () => {
      const run = await traffic(open(server.url), open(server.url));
      await run.more(400);
      // RabbitMQ takes some seconds to have a new queue itself on the disk, whatever it has confirmed of its events.
      await sleep(5_000);
      for (const pause of [0, 500]) {
        await server.kill();
        await sleep(pause);
        await server.start();
        await run.more(200);
      }
      await run.end();
      expect(run.refusals()).toBeGreaterThan(0);
    },
  );

  if (keepsToAddress)
    it('D4 goes on after its connections were cut', async () => {
      const run = await traffic(open(proxy.url), open(proxy.url));
      await run.more(200);
      for (let times = 0; times < 3; times += 1) {
        proxy.cut();
        await run.more(100);
      }
      proxy.refuse();
      await sleep(1_000);
      await proxy.pass();
      await run.more(100);
      await run.end();
    });

  it('D4 says within ten seconds that a server which hangs does not confirm', async () => {
    const run = await traffic(open(server.url), open(server.url));
    await run.more(100);
    server.freeze();
    const before = run.refusals();
    await until('it was refused', () => run.refusals() > before);
    server.thaw();
    await run.more(100);
    await run.end();
  });

  if (keepsToAddress)
    it('D4 bears a slow way to its server', async () => {
      const run = await traffic(open(proxy.url), open(proxy.url));
      await run.more(100);
      proxy.slow(50);
      await run.more(60);
      await proxy.pass();
      await run.end();
    });

  it(
    'D4 has nothing confirmed by a server whose disk is full, and goes on when there is room',
    { timeout: 300_000 },
    async () => {
      const run = await traffic(open(server.url), open(server.url));
      await run.more(100);
      await server.fillDisk();
      const before = run.refusals();
      await until('it is refused', () => run.refusals() > before + 1);
      await server.clearDisk();
      await run.more(100);
      await run.end();
    },
  );

  it('D4 keeps nothing in memory of what it could not publish', { timeout: 300_000 }, async () => {
    const broker = open(server.url);
    const { kind } = uniqueNames();
    const publish = (count: number): Promise<void> => broker.publish(makeEvents(count, { type: `${kind}.finished` }));
    await publishUntilSafe(broker, makeEvents(1, { type: `${kind}.finished` }));
    await server.kill();
    await until('it is known to be away', () =>
      publish(1).then(
        () => false,
        () => !broker.isAvailable(),
      ),
    );
    const before = memory();
    const from = performance.now();
    let refused = 0;
    while (performance.now() < from + 5_000) {
      await publish(500).catch(() => (refused += 1));
      await sleep(1);
    }
    expect(refused).toBeGreaterThan(0);
    expect(memory() - before).toBeLessThan(30 * 1024 * 1024);
    await server.start();
    await publishUntilSafe(broker, makeEvents(1, { type: `${kind}.finished` }));
  });
}

/** Bytes, after what nobody needs is gone. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
