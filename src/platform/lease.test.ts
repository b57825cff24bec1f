import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bestOf, timeOf } from './best-of-testing.ts';
import { silentLogger } from './telemetry/logger.ts';
import { whileLeading, type Held, type LeaseOptions } from './lease.ts';
import { describeOnBoth, until } from '../telegram/outgoing/testing.ts';

describeOnBoth('a lease', (queries) => {
  let stop: AbortController;
  let running: Promise<void>[];
  let leading: string[];
  let last: Held | undefined;
  /** How many ever led at once. */
  let most: number;

  /** A process that wants the lease, and works until it is told to end. */
  function start(holder: string, options: Partial<LeaseOptions> = {}): AbortController {
    const own = new AbortController();
    const lease = {
      queries: queries(),
      name: 'work',
      holder,
      log: silentLogger,
      times: { lasts: 300, renew: 50 },
      ...options,
    };
    running.push(
      whileLeading(lease, AbortSignal.any([stop.signal, own.signal]), async (held) => {
        leading.push(holder);
        most = Math.max(most, leading.length);
        last = held;
        await new Promise<void>((resolve) => held.signal.addEventListener('abort', () => resolve()));
        leading.splice(leading.indexOf(holder), 1);
      }),
    );
    return own;
  }

  beforeEach(async () => {
    stop = new AbortController();
    running = [];
    leading = [];
    last = undefined;
    most = 0;
    await sql`delete from leases`.execute(queries());
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
  });

  it('is held by one, and goes to another at once when that one stops', async () => {
    // So long that none runs out, however busy the machine is.
    const times = { lasts: 60_000, renew: 50 };
    const a = start('a', { times });
    await until(() => leading.length > 0);
    start('b', { times });
    await new Promise((resolve) => void setTimeout(resolve, 500));
    expect(leading).toEqual(['a']);
    a.abort();
    await until(() => leading[0] === 'b');
    expect(last?.epoch).toBe(2);
  });

  it('is never held by two, however many want it', async () => {
    const own = new Map(['a', 'b', 'c', 'd'].map((holder) => [holder, start(holder)]));
    const all = new Set<string>();
    while (own.size > 0) {
      await until(() => leading.some((holder) => own.has(holder)));
      for (const holder of leading) {
        all.add(holder);
        own.get(holder)?.abort();
        own.delete(holder);
      }
    }
    expect(all.size).toBe(4);
    expect(most).toBe(1);
  });

  it('is let go by itself where the database cannot be asked any more', async () => {
    let isAway = false;
    const away = new Proxy(queries(), {
      get(target, key) {
        if (isAway) throw new Error('the database is away');
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    start('a', { queries: away });
    const letGoAfter = async (): Promise<number> => {
      isAway = false;
      await until(() => leading.length > 0);
      isAway = true;
      return timeOf(() => until(() => leading.length === 0));
    };
    // The lease lasts 300; a busy machine notices its end a little later.
    expect(await bestOf(letGoAfter, 1_000)).toBeLessThan(1_000);
  });

  it('tells who asks that another has it', async () => {
    start('a', { times: { lasts: 60_000, renew: 50_000 } });
    await until(() => last !== undefined);
    expect(await last?.check()).toBe(true);
    await sql`update leases set holder = 'b', epoch = epoch + 1`.execute(queries());
    expect(await last?.check()).toBe(false);
    expect(last?.signal.aborted).toBe(true);
  });
});
