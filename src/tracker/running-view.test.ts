import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwnRedis, type OwnRedis } from '../../test/support/own-redis.ts';
import { createTestDatabase, describeWith, type TestDatabase } from '../../test/support/servers.ts';
import { until } from '../../test/support/until.ts';
import { bestOf, timeOf } from '../platform/best-of-testing.ts';
import { openCache } from '../platform/cache/open-cache.ts';
import type { Cache } from '../platform/cache/cache.ts';
import { patiently } from '../platform/cache/patient-testing.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import type { SessionId, UserId } from '../platform/ids.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { createRunningView, lockKey, type RunningView } from './running-view.ts';

const people = 10_000;

describeWith(['PostgreSQL', 'Redis'], 'ten thousand running sessions in Redis', () => {
  describe.each([1, 3] as const)('of %i masters', (masters) => {
    let [server, redis]: [TestDatabase | undefined, OwnRedis | undefined] = [undefined, undefined];
    let database: Database;
    let cache: Cache;
    let view: RunningView;
    const stopping = new AbortController();
    let running: Promise<void>;
    let sessions: Map<UserId, SessionId>;

    beforeAll(async () => {
      [server, redis] = await Promise.all([createTestDatabase(), createOwnRedis(masters)]);
      database = await openDatabase({ url: server.url, dataDir: '' });
      await migrate(database.queries);
      await sql`insert into users (telegram_id) select 70000000000 + n from generate_series(1, ${people}::int) n`.execute(
        database.queries,
      );
      const { rows } = await sql<{ user_id: UserId; session_id: SessionId }>`
        insert into trackers (user_id, state, session_id, session_started_at)
        select id, 'tracking', gen_random_uuid(), now() from users returning user_id, session_id`.execute(
        database.queries,
      );
      sessions = new Map(rows.map((row) => [row.user_id, row.session_id]));
      cache = await openCache(redis.url, { onState: () => undefined });
      const options = { cache, queries: database.queries, holder: 'this test', exclusive: false };
      view = createRunningView({ ...options, log: silentLogger, times: { look: 200, sweep: 3_000 } });
      running = view.run(stopping.signal);
    });
    afterAll(async () => {
      stopping.abort();
      await running;
      await cache.close();
      await database.close();
      await Promise.all([server?.drop(), redis?.drop()]);
    });

    const keys = (): string[] => [...sessions.keys()].map(lockKey);
    const isWhole = async (): Promise<boolean> => {
      const shown = await cache.read(keys()).catch(() => []);
      return shown.length === people && [...sessions.values()].every((session, place) => shown[place] === session);
    };

    const isGone = async (user: UserId): Promise<boolean> =>
      (await patiently(() => cache.read([lockKey(user)])))[0] === null;
    const count = async (): Promise<number> => (await patiently(() => cache.keysOf('lock:tracker:'))).size;

    it('D3 are all shown, and again within five seconds of a flush, of one master or of all', async () => {
      await until('all are shown', isWhole);
      for (const flush of [() => redis?.flush(0), () => redis?.flush()]) {
        const shownAgain = async (): Promise<number> => {
          await flush();
          return timeOf(() => until('all are shown again', isWhole));
        };
        expect(await bestOf(shownAgain, 5_000)).toBeLessThan(5_000);
      }
    });

    it('D3 follow what a commit changes, and lose what nobody has any more', async () => {
      const ids = [...sessions.keys()];
      let finished = 0;
      /** @returns whether the one who is told of goes first; where all are looked at just then, both go at once. */
      async function goesFirst(): Promise<boolean> {
        const [told, untold] = ids.slice(finished, (finished += 2));
        if (told === undefined || untold === undefined) throw new Error('nobody');
        await sql`update trackers set state = 'idle', session_id = null, session_started_at = null
          where user_id = any(${[told, untold]}::bigint[])`.execute(database.queries);
        view.show([{ userId: told, sessionId: null }]);
        await until('the one is gone', () => isGone(told));
        const isFirst = !(await isGone(untold));
        await until('the other one is gone', () => isGone(untold));
        return isFirst;
      }
      await until('one is gone as soon as it is told', goesFirst, 90_000);
      expect(await count()).toBe(people - finished);
      // What others write there names nobody, or somebody in another way.
      const third = ids.at(-1) ?? 0;
      const strange = ['anna', '', 'NaN', '1e3', '-1', '9'.repeat(30), `0${third}`].map((id) => `lock:tracker:{${id}}`);
      await patiently(() => cache.write(strange.map((key) => [key, 'x'])));
      await until('they are gone', async () => !(await patiently(() => cache.has(strange))).some(Boolean));
      expect(await count()).toBe(people - finished);
    });
  });
});
