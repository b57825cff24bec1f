import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestOf, timeOf } from '../platform/best-of-testing.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { createTelegram, type Telegram } from './client.ts';
import { startBotApiStub, type BotApiStub, type Reply } from './client-testing.ts';
import { until } from './outgoing/testing.ts';
import { pollUpdates } from './polling.ts';
import type { Accept } from './webhook.ts';

/** What Telegram does with updates: gives the earliest again and again until an offset says they may be forgotten. */
class UpdateQueue {
  pending: number[] = [];
  readonly #holding = new Set<() => void>();

  push(...ids: number[]): void {
    this.pending.push(...ids);
    for (const release of this.#holding) release();
  }

  async get(payload: Record<string, unknown>): Promise<Reply> {
    const [offset, limit, timeout] = [payload['offset'], payload['limit'], payload['timeout']].map((n) =>
      Number(n ?? 0),
    );
    this.pending = this.pending.filter((id) => id >= (offset ?? 0));
    if (this.pending.length === 0 && timeout)
      await new Promise<void>((resolve) => {
        this.#holding.add(resolve);
        setTimeout(resolve, timeout * 1_000);
      });
    return { result: this.pending.slice(0, limit).map((update_id) => ({ update_id })) };
  }
}

const after = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));

describe('long polling', () => {
  let stub: BotApiStub;
  let telegram: Telegram;
  let queue: UpdateQueue;
  let stop: AbortController;
  let polling: Promise<'stopped' | 'conflict'> | undefined;
  /** Each time an update was handed over. */
  let handed: number[];
  let accept: Accept;

  function poll(hold = 1_000): void {
    polling = pollUpdates(
      {
        telegram,
        accept: (update) => {
          handed.push(update.update_id);
          return accept(update);
        },
        log: silentLogger,
        allowedUpdates: ['message'],
        times: { hold, look: 30, backoff: 20 },
      },
      stop.signal,
    );
  }
  beforeEach(async () => {
    queue = new UpdateQueue();
    stub = await startBotApiStub(({ payload }) => queue.get(payload));
    telegram = createTelegram({ token: '1:x', apiRoot: stub.apiRoot });
    stop = new AbortController();
    handed = [];
    accept = async () => 'done';
  });
  afterEach(async () => {
    stop.abort();
    await polling;
    await telegram.close();
    await stub.stop();
  });

  it('B1 hands updates over in their order and confirms them', async () => {
    queue.push(10, 11, 12);
    poll();
    await until(() => queue.pending.length === 0);
    queue.push(13);
    await until(() => queue.pending.length === 0);
    expect(handed).toEqual([10, 11, 12, 13]);
    expect(stub.received[0]?.payload).toMatchObject({ allowed_updates: ['message'], limit: 100 });
  });

  it('B2 confirms only the beginning that is done, and takes new ones meanwhile without asking all the time', async () => {
    const slow = Promise.withResolvers<'done'>();
    accept = async ({ update_id }) => (update_id === 11 ? slow.promise : 'done');
    queue.push(10, 11, 12);
    poll();
    await until(() => queue.pending[0] === 11);
    const asked = stub.received.length;
    queue.push(13);
    await until(() => handed.includes(13));
    await after(200);
    expect(queue.pending).toEqual([11, 12, 13]);
    expect(handed).toEqual([10, 11, 12, 13]);
    expect(stub.received.length - asked).toBeLessThan(12);
    slow.resolve('done');
    await until(() => queue.pending.length === 0);
  });

  it('B2 hands over again what was not taken, and leaves the others alone', async () => {
    let refusals = 3;
    accept = async ({ update_id }) => {
      if (update_id !== 10) return 'done';
      refusals -= 1;
      if (refusals === 1) throw new Error('no database');
      return refusals >= 0 ? 'later' : 'done';
    };
    queue.push(10, 11);
    poll();
    await until(() => queue.pending.length === 0);
    expect(handed.filter((id) => id === 11)).toEqual([11]);
    expect(handed.filter((id) => id === 10)).toHaveLength(4);
  });

  it('loses nothing when ids start again lower after a quiet week', async () => {
    queue.push(900_000_001);
    poll();
    await until(() => queue.pending.length === 0);
    const asked = stub.received.length;
    // The quiet week: one held request that comes back with nothing.
    await until(() => stub.received.length > asked);
    queue.push(17, 18);
    await until(() => queue.pending.length === 0);
    expect(handed).toEqual([900_000_001, 17, 18]);
  });

  it('goes on after Telegram was away, cut the line or was too busy', async () => {
    const troubles: Reply[] = [
      { error: 502, description: 'Bad Gateway' },
      'cut',
      { error: 429, description: 'Too Many Requests', retryAfter: 0 },
    ];
    stub.answer(({ payload }) => troubles.shift() ?? queue.get(payload));
    queue.push(10);
    poll();
    await until(() => queue.pending.length === 0);
    expect(handed).toEqual([10]);
  });

  it('ends when Telegram says that it delivers otherwise', async () => {
    stub.answer(() => ({ error: 409, description: "Conflict: can't use getUpdates method while webhook is active" }));
    poll();
    expect(await polling).toBe('conflict');
  });

  it('B3 stops within a second, confirming what is done', async () => {
    accept = async ({ update_id }) => (update_id === 11 ? new Promise(() => undefined) : 'done');
    const stopping = await bestOf(async () => {
      stop = new AbortController();
      handed = [];
      queue.pending = [10, 11];
      poll();
      await until(() => handed.length === 2);
      const took = await timeOf(async () => {
        stop.abort();
        expect(await polling).toBe('stopped');
      });
      expect(queue.pending).toEqual([11]);
      return took;
    }, 1_000);
    expect(stopping).toBeLessThan(1_000);
  });

  it('B3 stops at once while Telegram holds its request open', async () => {
    poll(60_000);
    await until(() => stub.received.length === 1);
    const started = performance.now();
    stop.abort();
    await polling;
    // Half of what Telegram would hold it.
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});
