import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdState } from '../interactions/store/state.ts';
import { takeJob, type TakenJob } from '../jobs/store.ts';
import type { Cache } from '../platform/cache/cache.ts';
import { createInProcessCache } from '../platform/cache/in-process.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import type { JobId, UserId } from '../platform/ids.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { TestClock } from '../tracker/testing.ts';
import { erasePerson, RemainsError } from './erase-person.ts';
import { findRemains } from './find-remains.ts';
import { readLedger } from './ledger.ts';
import { replayErasures } from './replay-erasures.ts';
import { requestErasure } from './request-erasure.ts';
import { places } from './store/places.ts';
import { liveFully, tablesWith, type FullLife } from './testing.ts';

const never = new AbortController().signal;
const ignored = () => undefined;

describeOnBothEngines('erasing somebody', (database) => {
  const clock = new TestClock(Temporal.Now.instant().toString());
  const cache = createInProcessCache();
  let folder: string;
  let objects: Objects;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-erasing-'));
    objects = fileObjects(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const queries = () => database().queries;
  const request = (userId: UserId) =>
    queries()
      .transaction()
      .execute((transaction) => requestErasure(transaction, userId));
  const kind = (more: { cache?: Cache; objects?: Objects } = {}) =>
    erasePerson({ database: database(), objects, cache, clock, log: silentLogger, ...more });

  async function taken(): Promise<TakenJob> {
    const job = await takeJob(queries(), 0);
    if (!job) throw new Error('there is no job');
    return job;
  }

  async function erase(userId: UserId): Promise<JobId> {
    const id = await request(userId);
    if (!id) throw new Error('there is nobody');
    expect(await kind().make(await taken(), { signal: never, report: ignored })).toBeNull();
    await sql`update jobs set status = 'done', finished_at = now() where id = ${id}::uuid`.execute(queries());
    return id;
  }

  async function keysOf(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of objects.list(prefix)) keys.push(key);
    return keys;
  }

  async function fullLife(): Promise<FullLife> {
    const life = await liveFully(queries());
    for (const prefix of [`exports/${life.userId}`, `exports/${life.userId}1`])
      await objects.put(`${prefix}/a-1.csv`, [Buffer.from('x')]);
    await cache.write([
      [`lock:tracker:{${life.userId}}`, 'x'],
      [`limit:{${life.userId}}`, '1'],
      [`limit:{${life.userId}1}`, '1'],
    ]);
    return life;
  }

  it('T12 leaves nothing of them anywhere, and everything of others', async () => {
    const [life, other] = [await fullLife(), await fullLife()];
    const everywhere = new Set(places.map(({ table }) => table));
    expect(await tablesWith(queries(), life.traces)).toEqual([...everywhere, 'users'].toSorted());
    const before = await tablesWith(queries(), other.traces);
    const id = await erase(life.userId);
    // That somebody of this id was erased is being told.
    expect(await tablesWith(queries(), life.traces)).toEqual(['outbox']);
    const { rows: told } = await sql`select type, user_id, data from outbox where user_id = ${life.userId}`.execute(
      queries(),
    );
    expect(told).toEqual([{ type: 'user.erased', user_id: life.userId, data: {} }]);
    const { rows } = await sql`select user_id, arguments from jobs where id = ${id}::uuid`.execute(queries());
    expect(rows).toEqual([{ user_id: null, arguments: { found: 0 } }]);
    expect(await tablesWith(queries(), other.traces)).toEqual(before);
    expect(await keysOf(`exports/${life.userId}`)).toEqual([`exports/${life.userId}1/a-1.csv`]);
    expect([...(await cache.keysOf(''))].filter((key) => key.includes(String(life.userId)))).toEqual([
      `limit:{${life.userId}1}`,
    ]);
  });

  it('T12 keeps who did something for them and when, without what', async () => {
    const life = await fullLife();
    await erase(life.userId);
    const { rows } = await sql`
      select actor_name, action, subject, before, after from audit_log order by id desc limit 2`.execute(queries());
    const nothing = { actor_name: 'anna', before: null, after: null };
    expect(rows).toEqual([
      { ...nothing, action: 'activity.update', subject: 'activity/erased' },
      { ...nothing, action: 'user.export', subject: 'user/erased' },
    ]);
  });

  it('T12 goes on from wherever a worker died', async () => {
    const life = await fullLife();
    const id = await request(life.userId);
    for (let steps = 0; ; steps += 1) {
      const stopping = new AbortController();
      let reported = 0;
      const report = (): void => {
        reported += 1;
        if (reported > steps) stopping.abort();
      };
      const ended = await kind()
        .make(await taken(), { signal: stopping.signal, report })
        .then(
          () => true,
          () => false,
        );
      if (ended) break;
      expect(steps).toBeLessThan(50);
    }
    await sql`update jobs set status = 'done', finished_at = now() where id = ${id}::uuid`.execute(queries());
    expect(await tablesWith(queries(), life.traces)).toEqual(['outbox']);
  });

  it('T12 is not over while the cache is away, and remembers meanwhile whom to look for', async () => {
    const life = await fullLife();
    const id = await request(life.userId);
    const away: Cache = { ...cache, keysOf: async () => Promise.reject(new Error('away')) };
    await expect(kind({ cache: away }).make(await taken(), { signal: never, report: ignored })).rejects.toThrow('away');
    expect(await tablesWith(queries(), life.traces)).toEqual(['jobs', 'outbox']);
    expect(await kind().make(await taken(), { signal: never, report: ignored })).toBeNull();
    await sql`update jobs set status = 'done', finished_at = now() where id = ${id}::uuid`.execute(queries());
    expect(await tablesWith(queries(), life.traces)).toEqual(['outbox']);
    expect([...(await cache.keysOf(''))].filter((key) => key.includes(`{${life.userId}}`))).toEqual([]);
  });

  it('T12 is not over while something is found, and says where', async () => {
    const life = await fullLife();
    const id = await request(life.userId);
    const forgetful: Objects = { ...objects, delete: async () => undefined };
    const working = kind({ objects: forgetful }).make(await taken(), { signal: never, report: ignored });
    await expect(working).rejects.toThrow(new RemainsError('1 in files'));
    expect(await kind().make(await taken(), { signal: never, report: ignored })).toBeNull();
    await sql`update jobs set status = 'done', finished_at = now() where id = ${id}::uuid`.execute(queries());
  });

  it('T12 finds what a roll-up had read of them before and writes while it is looked for', async () => {
    const { userId, telegramId } = await fullLife();
    const jobId = await erase(userId);
    const person = { userId, telegramId, jobId, createdAt: clock.now(), erasingAt: clock.now() };
    const held = Promise.withResolvers<void>();
    const rollingUp = queries()
      .transaction()
      .execute(async (transaction) => {
        await holdState(transaction);
        await sql`insert into statistics_people (kind, span, at, chunk, users)
          select 'active', 900, now(), ${userId}::bigint / 2048,
            set_bit(0::bit(2048), (${userId}::bigint % 2048)::int, 1)`.execute(transaction);
        held.resolve();
        await new Promise((resolve) => void setTimeout(resolve, 1_500));
      });
    await held.promise;
    const stores = { queries: queries(), objects, cache };
    const remains = await findRemains(stores, person, { now: clock.now(), signal: never });
    expect(remains).toEqual([{ place: 'statistics_people', count: 1 }]);
    await rollingUp;
    await sql`delete from statistics_people where chunk = ${userId}::bigint / 2048`.execute(queries());
  });

  it('T12 is asked for once, however often', async () => {
    const life = await fullLife();
    const first = await request(life.userId);
    expect(await request(life.userId)).toBe(first);
    await kind().make(await taken(), { signal: never, report: ignored });
    await sql`update jobs set status = 'done', finished_at = now() where id = ${first}::uuid`.execute(queries());
    expect(await request(life.userId)).toBeNull();
  });

  it('T12 is done again for whom a backup has brought back, and for nobody who got their id', async () => {
    const [back, another] = [await fullLife(), await fullLife()];
    const created = await sql<{ id: UserId; at: Temporal.Instant }>`
      select id, created_at as at from users where id in (${back.userId}, ${another.userId})`.execute(queries());
    await erase(back.userId);
    await erase(another.userId);
    // Nobody's moment: whoever put it there hides nobody.
    await objects.put('erasures/1-99999999999999999999.json', [Buffer.from('{}')]);
    expect(await replayErasures(queries(), objects)).toBe(0);
    const known = [];
    for await (const entry of readLedger(objects)) known.push(entry);
    expect(known).toEqual(expect.arrayContaining(created.rows.map(({ id, at }) => ({ userId: id, createdAt: at }))));
    const createdAt = created.rows.find(({ id }) => id === back.userId)?.at;
    await sql`
      insert into users (id, telegram_id, created_at) overriding system value
      values (${back.userId}, ${back.telegramId}, ${createdAt}::timestamptz), (${another.userId}, 1, now())`.execute(
      queries(),
    );
    expect(await replayErasures(queries(), objects)).toBe(1);
    expect(await replayErasures(queries(), objects)).toBe(0);
    expect(await kind().make(await taken(), { signal: never, report: ignored })).toBeNull();
    await sql`update jobs set status = 'done', finished_at = now()`.execute(queries());
    const { rows } = await sql`select id from users where id in (${back.userId}, ${another.userId})`.execute(queries());
    expect(rows).toEqual([{ id: another.userId }]);
  });

  it('T12 is taken up again where an older program gave it up', async () => {
    const life = await fullLife();
    await request(life.userId);
    await sql`update jobs set status = 'failed', finished_at = now()`.execute(queries());
    expect(await replayErasures(queries(), objects)).toBe(1);
    await kind().make(await taken(), { signal: never, report: ignored });
    expect(await tablesWith(queries(), life.traces)).toEqual(['outbox']);
  });
});
