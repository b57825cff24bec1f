import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import type { BrokerEvent } from '../platform/broker/event.ts';
import { openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { ask } from '../platform/database/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { addPastSession, correctSession, deleteSession, restoreSession } from '../tracker/correct-session.ts';
import { newPerson, TestClock, timeDependencies } from '../tracker/testing.ts';
import { findDifferences } from './compare.ts';
import { foldEvents } from './fold-events.ts';
import { rebuildCells } from './rebuild.ts';
import { closeMonths } from './close-months.ts';

const now = '2026-11-22T09:00:00Z';
const { signal } = new AbortController();

describeOnPostgres('cells under many hands', (server) => {
  it('D4 are what their sessions add up to, whoever folds, corrects, rebuilds and closes at once', async () => {
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    const deps = timeDependencies(database, new TestClock(now));
    const people = await Promise.all(Array.from({ length: 12 }, () => newPerson(database)));
    const ids = people.map(({ id }) => id);

    async function liveAndCorrect({ id, activities }: (typeof people)[number], place: number): Promise<void> {
      for (let count = 0; count < 12; count += 1) {
        // Every other one in a month that is being closed meanwhile.
        const month = count % 2 === 0 ? '2026-05' : '2026-11';
        const startedAt = Temporal.Instant.from(`${month}-01T00:00:00Z`).add({ hours: 4 * count + (place % 3) });
        const past = {
          activityId: activities[count % 4 === 0 ? 0 : 1],
          startedAt,
          finishedAt: startedAt.add({ minutes: 50 }),
        };
        const added = await addPastSession(deps, id, past);
        if (!added?.ok) throw new Error('nothing is in its way');
        await correctSession(deps, added.session.id, {
          activityId: activities[0],
          finishedAt: startedAt.add({ minutes: 40 }),
        });
        if (count % 3 === 0) await deleteSession(deps, added.session.id);
        if (count % 6 === 0) await restoreSession(deps, added.session.id);
      }
    }

    const over = new AbortController();
    async function again(work: () => Promise<unknown>): Promise<void> {
      while (!over.signal.aborted) await work();
    }
    const fold = foldEvents(database);
    const tellSome = async (atMost = 40): Promise<void> => {
      await fold(await readOutbox(database.queries, atMost));
    };
    const others = [tellSome, tellSome, tellSome]
      .map((work) => again(() => work()))
      .concat(
        again(() => rebuildCells(database, { after: 0 }, { onPage: () => undefined, signal })),
        again(() => closeMonths(database, Temporal.Instant.from(now), signal)),
        again(() => ask(database, sql`update aggregate_state set closed_before = null`)),
      );
    const living = Promise.all(people.map(liveAndCorrect)).finally(() => over.abort());
    await Promise.all([living, ...others]);
    await tellSome(1_000);
    expect(await findDifferences(database.queries, ids)).toEqual([]);
    const [counted] = await ask(
      database,
      sql<{ told: number; applied: number; sessions: number; cells: number }>`
        select (select count(*)::int from outbox) as told, (select count(*)::int from applied_events) as applied,
          (select count(*)::int from sessions) as sessions,
          (select sum(sessions)::int from user_activity_aggregates) as cells`,
    );
    expect(counted).toEqual({ told: 12 * (24 + 4 + 2), applied: 12 * (24 + 4 + 2), sessions: 120, cells: 120 });
    await database.close();
  });
});

async function readOutbox(
  queries: Parameters<typeof findDifferences>[0],
  atMost: number,
): Promise<readonly BrokerEvent[]> {
  const { rows } = await sql<{
    event_id: string;
    type: string;
    user_id: UserId;
    at: Temporal.Instant;
    data: Record<string, unknown>;
  }>`
    select event_id, type, user_id, at, data from outbox
    order by random() limit ${atMost}::int`.execute(queries);
  return rows.map(({ event_id: id, type, user_id, at: time, data }) => ({
    id,
    type,
    subject: String(user_id),
    time,
    data,
  }));
}
