import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { ObjectsError } from '../platform/objects/objects.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { tellOnce } from '../telegram/outgoing/tell-jobs.ts';
import { newPerson } from '../tracker/testing.ts';
import { codeOf, newJobId, type JobFile } from './job.ts';
import { runJobs, type JobKind, type JobTimes } from './run-jobs.ts';
import { expireFiles, queueJob, readJob, takeJob } from './store.ts';

const times: JobTimes = { look: 20, lease: 60_000, heartbeat: 100, pause: 20 };
const file: JobFile = { key: 'exports/1/a.csv', name: 'a.csv', type: 'text/csv', size: 3 };

describeOnBothEngines('jobs', (database) => {
  let userId: UserId;

  beforeEach(async () => {
    userId = (await newPerson(database())).id;
    await sql`delete from jobs`.execute(database().queries);
    await sql`delete from outgoing`.execute(database().queries);
  });

  async function queued() {
    const id = newJobId();
    const telling = { chatId: 7, done: 'Ваши сессии.', failed: `Код ${codeOf(id)}` };
    await queueJob({ id, kind: 'export', userId, arguments: { format: 'csv' }, telling }).execute(database().queries);
    return id;
  }
  const read = async (id: Awaited<ReturnType<typeof queued>>) => readJob(database().queries, id);
  const isOver = async (id: Awaited<ReturnType<typeof queued>>) => (await read(id))?.finishedAt != null;

  /** Works until the test is over with it. */
  async function working(
    make: JobKind['make'],
    meanwhile: () => Promise<void>,
    more: Pick<JobKind, 'mostAttempts'> = {},
  ): Promise<JobFile[]> {
    const discarded: JobFile[] = [];
    const stopping = new AbortController();
    const kinds = { export: { ...more, make, discard: async (one: JobFile) => void discarded.push(one) } };
    const run = runJobs({ queries: database().queries, kinds, log: silentLogger, times }, stopping.signal);
    await meanwhile();
    stopping.abort();
    await run;
    return discarded;
  }

  it('T8 are done once and tell how far they are', async () => {
    const id = await queued();
    let made = 0;
    await working(
      async (_, { report }) => {
        made += 1;
        report(40);
        await until('the heartbeat has told', async () => (await read(id))?.progress === 40);
        return file;
      },
      () => until('it is done', () => isOver(id)),
    );
    expect(made).toBe(1);
    expect(await read(id)).toMatchObject({ status: 'done', progress: 100, file, error: null });
  });

  it('T12 of urgent kinds go before those that have waited longer', async () => {
    const order: string[] = [];
    const kindOf = (isUrgent: boolean): JobKind => ({
      ...(isUrgent ? { isUrgent } : {}),
      make: async ({ kind }) => (order.push(kind), null),
      discard: async () => undefined,
    });
    const later = newJobId();
    await queued();
    await queueJob({ id: later, kind: 'erasure', userId, arguments: {}, telling: null }).execute(database().queries);
    const stopping = new AbortController();
    const kinds = { export: kindOf(false), erasure: kindOf(true) };
    const run = runJobs({ queries: database().queries, kinds, log: silentLogger, times }, stopping.signal);
    await until('both are done', () => order.length === 2);
    stopping.abort();
    await run;
    expect(order).toEqual(['erasure', 'export']);
  });

  it('T8 of a worker that died are begun again by another, and told of once', async () => {
    const id = await queued();
    // It takes the job and is never heard of again.
    expect(await takeJob(database().queries, 60_000)).toMatchObject({ id, attempt: 1 });
    expect(await takeJob(database().queries, 60_000)).toBeNull();
    await sql`update jobs set held_until = now()`.execute(database().queries);
    await working(
      async ({ attempt }) => ({ ...file, key: `exports/1/a-${attempt}.csv` }),
      () => until('it is done', () => isOver(id)),
    );
    expect(await read(id)).toMatchObject({ status: 'done', file: { key: 'exports/1/a-2.csv' } });
    const told = await Promise.all([1, 2, 3].map(() => tellOnce({ database: database(), botId: 5 })));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
    const { rows } = await sql`select bot_id, chat_id, user_id, calls from outgoing`.execute(database().queries);
    const document = { file: 'object:exports/1/a-2.csv', name: 'a.csv', type: 'text/csv' };
    const payload = { chat_id: 7, document, caption: 'Ваши сессии.', parse_mode: 'HTML' };
    expect(rows).toEqual([{ bot_id: 5, chat_id: 7, user_id: userId, calls: [{ method: 'sendDocument', payload }] }]);
  });

  it('T8 that were taken over meanwhile keep the file of who has them now', async () => {
    const id = await queued();
    const discarded = await working(
      async ({ attempt }) => {
        if (attempt === 1) {
          // As if this process had slept: its heartbeats find somebody else's job.
          await sql`update jobs set attempts = 2, held_until = now() + interval '300 milliseconds'`.execute(
            database().queries,
          );
        }
        return { ...file, key: `exports/1/a-${attempt}.csv` };
      },
      () => until('it is done', () => isOver(id)),
    );
    expect(discarded).toEqual([{ ...file, key: 'exports/1/a-1.csv' }]);
    expect(await read(id)).toMatchObject({ status: 'done', file: { key: 'exports/1/a-3.csv' } });
  });

  it('T8 that fail are tried three times, and then their person is told with a code', async () => {
    const id = await queued();
    let attempts = 0;
    await working(
      async () => {
        attempts += 1;
        throw new Error('broken on purpose');
      },
      () => until('it is over', () => isOver(id)),
    );
    expect(attempts).toBe(3);
    expect(await read(id)).toMatchObject({ status: 'failed', error: codeOf(id), file: null });
    await tellOnce({ database: database(), botId: 5 });
    const { rows } = await sql<{ calls: unknown }>`select calls from outgoing`.execute(database().queries);
    expect(rows).toMatchObject([{ calls: [{ method: 'sendMessage', payload: { text: `Код ${codeOf(id)}` } }] }]);
  });

  it('T12 that may not fail are tried until they are done, and tell so without a file', async () => {
    const id = await queued();
    let attempts = 0;
    await working(
      async () => {
        attempts += 1;
        if (attempts < 5) throw new Error('broken on purpose');
        return null;
      },
      () => until('it is over', () => isOver(id)),
      { mostAttempts: Infinity },
    );
    expect(attempts).toBe(5);
    expect(await read(id)).toMatchObject({ status: 'done', error: null, file: null });
    await tellOnce({ database: database(), botId: 5 });
    const { rows } = await sql<{ calls: unknown }>`select calls from outgoing`.execute(database().queries);
    expect(rows).toMatchObject([{ calls: [{ method: 'sendMessage', payload: { text: 'Ваши сессии.' } }] }]);
  });

  it('T8 outlive a store that is away for a while, which is no failure of theirs either', async () => {
    const id = await queued();
    let attempts = 0;
    await working(
      async () => {
        attempts += 1;
        if (attempts < 5) throw new ObjectsError('away on purpose');
        return file;
      },
      () => until('it is done', () => isOver(id)),
    );
    expect(await read(id)).toMatchObject({ status: 'done', file });
  });

  it('T8 that could not be done for an hour are given up', async () => {
    const id = await queued();
    await sql`update jobs set created_at = now() - interval '61 minutes', failures = 2`.execute(database().queries);
    await working(
      async () => {
        throw new ObjectsError('away on purpose');
      },
      () => until('it is over', () => isOver(id)),
    );
    expect(await read(id)).toMatchObject({ status: 'failed' });
  });

  it('T8 whose workers die again and again are given up', async () => {
    const id = await queued();
    for (let count = 0; count < 3; count += 1) {
      expect(await takeJob(database().queries, 60_000)).toMatchObject({ id, failures: count });
      await sql`update jobs set held_until = now()`.execute(database().queries);
    }
    let made = 0;
    await working(
      async () => {
        made += 1;
        return file;
      },
      () => until('it is over', () => isOver(id)),
    );
    expect(made).toBe(0);
    expect(await read(id)).toMatchObject({ status: 'failed' });
  });

  it('B3 of a worker that stops are left to the next at once, which is no failure of theirs', async () => {
    const id = await queued();
    const stopped = new AbortController();
    const kinds = {
      export: {
        make: async (_: unknown, { signal }: { signal: AbortSignal }) => {
          stopped.abort();
          await until('the stop is heard of', () => signal.aborted);
          signal.throwIfAborted();
          return file;
        },
        discard: async () => undefined,
      },
    };
    await runJobs({ queries: database().queries, kinds, log: silentLogger, times }, stopped.signal);
    expect(await read(id)).toMatchObject({ status: 'queued' });
    expect(await takeJob(database().queries, 100)).toMatchObject({ id, failures: 0 });
  });

  it('T8 lose their files when those are old enough', async () => {
    const id = await queued();
    await working(
      async () => file,
      () => until('it is done', () => isOver(id)),
    );
    expect(await expireFiles(database().queries, 1)).toEqual([]);
    await sql`update jobs set finished_at = now() - interval '25 hours'`.execute(database().queries);
    expect(await expireFiles(database().queries, 1)).toEqual([file]);
    expect(await read(id)).toMatchObject({ status: 'done', file: null });
    await sql`update jobs set finished_at = now() - interval '31 days'`.execute(database().queries);
    await expireFiles(database().queries, 1);
    expect(await read(id)).toBeNull();
  });
});
