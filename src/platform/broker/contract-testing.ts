import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { BrokerError, type Broker, type Subscription, type Undeliverable } from './broker.ts';
import type { BrokerEvent } from './event.ts';

/** A broker under test. */
export interface BrokerUnderTest {
  /** Another process's client of the same broker. */
  readonly open: () => Promise<Broker>;
  /** Has what was put back come again, where that takes somebody else. */
  readonly bringBack?: (broker: Broker) => Promise<void>;
}

/** Letters that nobody else uses: a server may hold the events and queues of others. */
const letters = (): string => Array.from({ length: 12 }, () => String.fromCodePoint(97 + randomInt(26))).join('');

/** A type, a queue and a person of a test's own. */
export function uniqueNames() {
  const kind = letters();
  return { kind, queue: `test.${kind}`, subject: String(randomInt(1, 2 ** 47)) };
}

export function makeEvents(
  count: number,
  { type, subject = '42' }: { readonly type: string; readonly subject?: string },
): BrokerEvent[] {
  const time = Temporal.Instant.from('2026-03-01T10:00:00.5Z');
  return Array.from({ length: count }, (_, number) => ({
    id: randomUUID(),
    type,
    subject,
    time,
    data: { number, text: 'тест' },
  }));
}

/** Publishes as whoever keeps events until they are safe does: again and again. */
export async function publishUntilSafe(broker: Broker, events: readonly BrokerEvent[]): Promise<void> {
  for (;;) {
    try {
      return await broker.publish(events);
    } catch (error) {
      expect(error).toBeInstanceOf(BrokerError);
      await sleep(50);
    }
  }
}

const idsOf = (events: readonly BrokerEvent[]): Set<string> => new Set(events.map(({ id }) => id));

/** Consumes into a list. */
function collect(broker: Broker, subscription: Pick<Subscription, 'queue' | 'types'> & Partial<Subscription>) {
  const batches: (readonly BrokerEvent[])[] = [];
  const consumer = broker.consume({
    batch: 50,
    apply: async (events) => {
      batches.push(events);
      return [];
    },
    ...subscription,
  });
  const ids = (): Set<string> => idsOf(batches.flat());
  return { batches, ids, close: () => consumer.close() };
}

/** What every broker promises. */
export function brokerContract({ open, bringBack }: BrokerUnderTest): void {
  const opened: Broker[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((broker) => broker.close()));
  });
  async function openOne(): Promise<Broker> {
    const broker = await open();
    opened.push(broker);
    return broker;
  }

  it('D4 gives consumers what was published, with all it says', async () => {
    const { kind, queue } = uniqueNames();
    const broker = await openOne();
    const { batches } = collect(broker, { queue, types: [`${kind}.finished`] });
    const [event] = makeEvents(1, { type: `${kind}.finished`, subject: '9007199254740991' });
    await publishUntilSafe(broker, event ? [event] : []);
    await until('it came', () => batches.length > 0);
    expect(batches.flat()).toEqual([event]);
  });

  it('D4 gives each queue the types it asks for, and no others', async () => {
    const { kind, queue } = uniqueNames();
    const broker = await openOne();
    const all = collect(broker, { queue: `${queue}.all`, types: [`${kind}.*`] });
    const some = collect(broker, { queue: `${queue}.some`, types: [`${kind}.finished`, `${kind}.erased`] });
    const started = makeEvents(3, { type: `${kind}.started` });
    const finished = makeEvents(4, { type: `${kind}.finished` });
    await publishUntilSafe(broker, [...started, ...finished]);
    await until('they came', () => all.ids().size === 7 && some.ids().size === 4);
    expect(all.ids()).toEqual(idsOf([...started, ...finished]));
    expect(some.ids()).toEqual(idsOf(finished));
  });

  it('D4 keeps what a queue waits for while nobody consumes it', async () => {
    const { kind, queue } = uniqueNames();
    const [broker, other] = [await openOne(), await openOne()];
    const types = [`${kind}.finished`];
    const early = collect(broker, { queue, types });
    await publishUntilSafe(broker, makeEvents(1, { type: `${kind}.finished` }));
    await until('it consumes', () => early.batches.length > 0);
    await early.close();
    const events = makeEvents(20, { type: `${kind}.finished` });
    const published = publishUntilSafe(broker, events);
    await sleep(200);
    // In one process nobody else could have them.
    const late = collect(bringBack ? broker : other, { queue, types });
    await published;
    await until('they came', () => late.ids().size === 20);
    expect(late.ids()).toEqual(idsOf(events));
  });

  it('D4 has consumers of one queue share its events, in batches', async () => {
    const { kind, queue } = uniqueNames();
    const [broker, other] = [await openOne(), await openOne()];
    const seen = new Map<string, number>();
    const sizes: number[] = [];
    const shared = {
      queue,
      types: [`${kind}.finished`],
      batch: 10,
      apply: async (events: readonly BrokerEvent[]) => {
        sizes.push(events.length);
        for (const { id } of events) seen.set(id, (seen.get(id) ?? 0) + 1);
        await sleep(20);
        return [];
      },
    };
    broker.consume(shared);
    (bringBack ? broker : other).consume(shared);
    const events = Array.from({ length: 300 }, (_, i) =>
      makeEvents(1, { type: `${kind}.finished`, subject: `${i + 1}` }),
    );
    await publishUntilSafe(broker, events.flat());
    await until('all came', () => seen.size === 300);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    expect(sizes.length).toBeLessThan(300);
  });

  it('D4 brings events again until they are applied', async () => {
    const { kind, queue } = uniqueNames();
    const broker = await openOne();
    const applied = new Set<string>();
    let failures = 3;
    broker.consume({
      queue,
      types: [`${kind}.finished`],
      batch: 10,
      apply: async (events) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the database is away, on purpose');
        for (const { id } of events) applied.add(id);
        return [];
      },
    });
    const events = makeEvents(25, { type: `${kind}.finished` });
    await publishUntilSafe(broker, events);
    await until('all were applied', () => applied.size === 25);
    expect(applied).toEqual(idsOf(events));
  });

  it('D4 has what cannot be applied among the dead letters, and brings it again when asked', async () => {
    const { kind, queue, subject } = uniqueNames();
    const broker = await openOne();
    const applied: BrokerEvent[] = [];
    const met = new Set<string>();
    let isRepaired = false;
    broker.consume({
      queue,
      types: [`${kind}.finished`],
      batch: 10,
      apply: async (events) => {
        const bad = events.filter(({ data }) => !isRepaired && Number(data['number']) % 5 === 0);
        for (const { id } of bad) met.add(id);
        applied.push(...events.filter((event) => !bad.includes(event)));
        return bad.map(({ id }) => ({ id, reason: 'a multiple of five' }));
      },
    });
    const events = makeEvents(20, { type: `${kind}.finished`, subject });
    await publishUntilSafe(broker, events);
    await until('the others were applied', () => idsOf(applied).size === 16 && met.size === 4);

    isRepaired = true;
    let replayed = await retried(() => broker.replayDead({ queue, atMost: 1 }));
    while (replayed < 4) replayed += await retried(() => broker.replayDead({ queue, atMost: 100 }));
    await bringBack?.(broker);
    await until('the dead ones were applied', () => idsOf(applied).size === 20);
    expect(idsOf(applied)).toEqual(idsOf(events));
    expect(applied.filter(({ id }) => met.has(id)).map(({ data }) => data)).toEqual(
      events.filter(({ id }) => met.has(id)).map(({ data }) => data),
    );
    expect(await broker.replayDead({ queue, atMost: 100 })).toBe(0);
  });

  it('T12 forgets the dead letters about one person', async () => {
    const { kind, queue, subject } = uniqueNames();
    const broker = await openOne();
    let met = 0;
    broker.consume({
      queue,
      types: [`${kind}.finished`],
      batch: 10,
      apply: async (events) => {
        met += events.length;
        return events.map(({ id }) => ({ id, reason: 'none can be' }));
      },
    });
    const other = String(Number(subject) + 1);
    await publishUntilSafe(broker, [
      ...makeEvents(3, { type: `${kind}.finished`, subject }),
      ...makeEvents(2, { type: `${kind}.finished`, subject: other }),
    ]);
    await until('all were tried', () => met >= 5);
    let forgotten = 0;
    await until('they lie there', async () => (forgotten += await broker.forget(subject)) === 3);
    expect(await broker.forget(subject)).toBe(0);
    expect(await broker.forget(other)).toBe(2);
  });

  it('D4 holds up nothing for one event that is rejected for ever', async () => {
    const { kind, queue, subject } = uniqueNames();
    const broker = await openOne();
    const applied = new Set<string>();
    broker.consume({
      queue,
      types: [`${kind}.finished`],
      batch: 10,
      apply: async (events) => {
        if (events.some(({ data }) => data['number'] === 3)) throw new TypeError('on purpose, about тест');
        for (const { id } of events) applied.add(id);
        return [];
      },
    });
    const published = publishUntilSafe(broker, makeEvents(20, { type: `${kind}.finished`, subject }));
    await until('the others were applied', () => applied.size === 19);
    // Others must go through meanwhile: that tells one bad event from a database that is away.
    let more: Promise<unknown> = Promise.resolve();
    let dead = 0;
    await until(
      'it lies among the dead',
      async () => {
        more = publishUntilSafe(broker, makeEvents(1, { type: `${kind}.finished` }));
        await Promise.race([more, sleep(200)]);
        return (dead += await broker.forget(subject)) === 1;
      },
      90_000,
    );
    await Promise.all([published, more]);
  });

  it('D4 ends by finishing what it applies and leaving the rest to others', async () => {
    const { kind, queue } = uniqueNames();
    const [broker, other] = [await openOne(), await openOne()];
    const types = [`${kind}.finished`];
    const applied: string[] = [];
    let under = 0;
    const consumer = broker.consume({
      queue,
      types,
      batch: 5,
      apply: async (events) => {
        under += 1;
        await sleep(100);
        applied.push(...events.map(({ id }) => id));
        under -= 1;
        return [];
      },
    });
    const events = makeEvents(60, { type: `${kind}.finished` });
    const published = publishUntilSafe(broker, events);
    await until('some were applied', () => applied.length > 0);
    await consumer.close();
    const before = new Set(applied);
    expect(under).toBe(0);
    expect(before.size).toBeLessThan(60);
    await sleep(150);
    expect(new Set(applied)).toEqual(before);
    const rest = collect(bringBack ? broker : other, { queue, types });
    await published;
    await until('the rest came', () => rest.ids().union(before).size === 60);
  });

  it('D4 ends at once before it has begun', async () => {
    const { kind, queue } = uniqueNames();
    for (const pause of [0, 5, 50]) {
      const broker = await openOne();
      const consumer = collect(broker, { queue, types: [`${kind}.finished`] });
      await sleep(pause);
      const from = performance.now();
      await consumer.close();
      await broker.close();
      expect(performance.now() - from).toBeLessThan(8_000);
    }
  });

  it('O3 tells how many events wait', async () => {
    const { kind, queue } = uniqueNames();
    const broker = await openOne();
    expect(await retried(() => broker.depth(queue))).toBeNull();
    const gate = Promise.withResolvers<readonly Undeliverable[]>();
    broker.consume({ queue, types: [`${kind}.finished`], batch: 1, apply: () => gate.promise });
    const published = publishUntilSafe(broker, makeEvents(30, { type: `${kind}.finished` }));
    await until('they wait', async () => ((await broker.depth(queue)) ?? 0) >= 20);
    gate.resolve([]);
    await published;
    await until('none waits', async () => (await broker.depth(queue)) === 0);
  });
}

/** What is asked of a broker before its first connection stands. */
async function retried<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}
