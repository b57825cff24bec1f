import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { BrokerError } from '../broker/broker.ts';
import type { BrokerEvent } from '../broker/event.ts';
import type { Statement } from '../database/session.ts';
import { ask, describeOnBothEngines } from '../database/testing.ts';
import { isUserId, type UserId } from '../ids.ts';
import { silentLogger } from '../telemetry/logger.ts';
import { tell } from './outbox-desk.ts';
import { relayOutbox } from './relay.ts';
import { offerAgain, readOutboxState } from './store.ts';

const times = { look: 10, wholeLook: 100, pauses: { first: 5, longest: 20 }, leadership: { lasts: 60_000, renew: 50 } };

function userId(id: number): UserId {
  if (!isUserId(id)) throw new RangeError('a whole number');
  return id;
}

/** Events of one person, numbered. */
function happened(...numbers: readonly number[]): Statement {
  const at = Temporal.Instant.from('2026-11-22T09:00:00Z');
  return tell(numbers.map((n) => ({ type: 'session.finished', userId: userId(7), at, data: { n } })));
}

describeOnBothEngines('the relay of the outbox', (database) => {
  let stop: AbortController;
  let running: Promise<void>[];
  let published: BrokerEvent[];
  /** What the broker does with a batch before it has it. */
  let onPublish: (events: readonly BrokerEvent[]) => Promise<void> | void;
  let isAvailable: boolean;

  const broker = {
    isAvailable: () => isAvailable,
    publish: async (events: readonly BrokerEvent[]) => {
      await onPublish(events);
      published.push(...events);
    },
  };

  /** A process with a relay. */
  function start(holder: string): AbortController {
    const own = new AbortController();
    const options = { queries: database().queries, broker, holder, log: silentLogger, times };
    running.push(relayOutbox(options, AbortSignal.any([stop.signal, own.signal])));
    return own;
  }

  const numbers = (): unknown[] => published.map(({ data }) => data['n']);
  const isEmpty = async (): Promise<boolean> =>
    (await ask(database(), sql`select 1 from outbox where refused is null limit 1`)).length === 0;

  beforeEach(async () => {
    stop = new AbortController();
    running = [];
    published = [];
    onPublish = () => undefined;
    isAvailable = true;
    await ask(database(), sql`delete from outbox`);
    await ask(database(), sql`delete from leases`);
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
  });

  it('D4 brings out what happened, in its order, and forgets it', async () => {
    await ask(database(), happened(1, 2, 3));
    start('a');
    await until('the outbox is empty', isEmpty);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(published[0]).toMatchObject({ type: 'session.finished', subject: '7', data: { n: 1 } });
    expect(published[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(published[0]?.time.toString()).toBe('2026-11-22T09:00:00Z');
  });

  it('D4 brings out much in batches, each event once', async () => {
    const all = Array.from({ length: 1_700 }, (_, n) => n);
    await ask(database(), happened(...all));
    const sizes: number[] = [];
    onPublish = (events) => void sizes.push(events.length);
    start('a');
    await until('the outbox is empty', isEmpty);
    expect(numbers()).toEqual(all);
    expect(sizes).toEqual([500, 500, 500, 200]);
  });

  it('D4 publishes again what was not confirmed, under the same id, as long as the broker is away', async () => {
    await ask(database(), happened(1, 2));
    const tried: string[][] = [];
    isAvailable = false;
    onPublish = (events) => {
      tried.push(events.map(({ id }) => id));
      if (tried.length < 8) throw new BrokerError('away');
    };
    start('a');
    await until('the outbox is empty', isEmpty);
    expect(new Set(tried.map((ids) => ids.join()))).toEqual(new Set([published.map(({ id }) => id).join()]));
  });

  it('D4 brings out what was written before others and is committed long after them', async () => {
    await ask(database(), happened(1, 2));
    const late = sql`
      insert into outbox (id, type, user_id, at, data) overriding system value
      values (-999, 'session.finished', 7, now(), '{"n": 3}'), (-900, 'session.finished', 7, now(), '{"n": 4}')`;
    start('a');
    await until('the first are out', isEmpty);
    await ask(database(), late);
    await until('the late ones are out', isEmpty);
    expect(numbers()).toEqual([1, 2, 3, 4]);
  });

  it('D4 lets one process relay at a time, and another go on where that one stops', async () => {
    let [atOnce, most] = [0, 0];
    onPublish = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => void setTimeout(resolve, 20));
      atOnce -= 1;
    };
    const first = start('a');
    start('b');
    for (let n = 0; n < 10; n += 1) {
      await ask(database(), happened(n));
      if (n === 5) {
        expect(most).toBe(1);
        // What it has under way then may end beside the first of the other's.
        first.abort();
      }
      await until('it is out', isEmpty);
    }
    // The one that stopped may have brought one out without having noted it: that comes again, never out of order.
    expect([...new Set(numbers())]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('D4 stops at once also while the broker does not answer', async () => {
    await ask(database(), happened(1));
    const asked = Promise.withResolvers<void>();
    onPublish = () => {
      asked.resolve();
      return new Promise(() => undefined);
    };
    start('a');
    await asked.promise;
    const from = performance.now();
    stop.abort();
    await Promise.all(running);
    // Half of what the lease lasts, which is the longest it could wait for anything.
    expect(performance.now() - from).toBeLessThan(30_000);
    expect(await isEmpty()).toBe(false);
  });

  it('D4 lays aside what the broker never takes, with the reason, and offers it again when told to', async () => {
    await ask(database(), happened(1, 666, 2));
    onPublish = (events) => {
      if (events.some(({ data }) => data['n'] === 666)) throw new BrokerError('too large');
    };
    start('a');
    await until('the others are out', () => published.length === 2);
    for (const n of [3, 4, 5]) {
      await ask(database(), happened(n));
      await until('later ones go out', () => numbers().includes(n));
    }
    await until('it waits no more', isEmpty);
    expect(numbers()).toEqual([1, 2, 3, 4, 5]);
    const laid = await ask(database(), sql<{ refused: string }>`select refused from outbox`);
    expect(laid).toEqual([{ refused: 'too large' }]);

    onPublish = () => undefined;
    expect(await offerAgain(database().queries)).toBe(1);
    await until('it is out', isEmpty);
    expect(numbers()).toEqual([1, 2, 3, 4, 5, 666]);
  });

  it('O3 tells how many events wait, for how long, and how many were laid aside', async () => {
    expect(await readOutboxState(database().queries)).toEqual({ pending: 0, oldestSeconds: 0, refused: 0 });
    await ask(database(), happened(1, 2, 3));
    await ask(database(), sql`update outbox set created_at = now() - interval '90 s' where (data->>'n')::int = 2`);
    await ask(database(), sql`update outbox set refused = 'x', created_at = '2020-01-01' where (data->>'n')::int = 3`);
    const { pending, oldestSeconds, refused } = await readOutboxState(database().queries);
    expect({ pending, refused }).toEqual({ pending: 2, refused: 1 });
    expect(Math.round(oldestSeconds)).toBe(90);
  });
});
