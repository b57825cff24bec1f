import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Batch, together } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import type { Segment } from './rules/segments.ts';
import { decide, type Tracker } from './rules/tracker.ts';
import { sessionIdAt } from './session-id.ts';
import {
  copyColumns,
  formatSegments,
  fromCopy,
  parseSegments,
  readTrackers,
  trackerDesk,
  TrackerDesk,
  type CopyRow,
} from './store.ts';
import { newPerson } from './testing.ts';

/** Stretches with gaps between them, the last one perhaps open: the form the rules keep. */
const stretches = fc
  .record({
    start: fc.integer({ min: Date.UTC(1970, 0) / 1000, max: Date.UTC(2100, 0) / 1000 }),
    lengths: fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 90_000 })), {
      maxLength: 6,
    }),
    isOpen: fc.boolean(),
  })
  .map(({ start, lengths, isOpen }) => {
    let at = Temporal.Instant.fromEpochMilliseconds(start * 1000);
    return lengths.map(([active, pause], place): Segment => {
      const [from, to] = [at, at.add({ seconds: active })];
      at = to.add({ seconds: pause });
      return { from, to: isOpen && place === lengths.length - 1 ? null : to };
    });
  });

describeOnBothEngines('the stretches of a session', (database) => {
  it('T5 come back from the database as they were decided, several sessions at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stretches, { minLength: 1, maxLength: 4 }), async (all) => {
        const rows = await ask(
          database(),
          sql<{ text: string }>`
            select s::text as text from unnest(${all.map(formatSegments)}::tstzmultirange[]) with ordinality as t(s, place)
            order by place`,
        );
        expect(rows.map(({ text }) => parseSegments(text))).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });
});

/** What somebody does, and how many seconds after what they did before. */
const deed = fc.record({
  type: fc.constantFrom('start', 'start', 'switch', 'pause', 'resume', 'finish'),
  activity: fc.constantFrom(0, 1),
  after: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 40 * 86_400 })),
});
const begin = Temporal.Instant.from('2026-01-05T09:00:00Z');

/** Decides one deed and writes what it changes. */
function act(
  database: Database,
  id: UserId,
  given: { type: 'start' | 'switch' | 'pause' | 'resume' | 'finish'; activityId: ActivityId; at: Temporal.Instant },
): Promise<Tracker> {
  return database.transact(async (session) => {
    const [rows] = await session.send(readTrackers([id]));
    const batch = new Batch(session);
    const desk = batch.use(trackerDesk);
    desk.load(rows);
    const { tracker, card } = desk.state(id);
    const decision = decide(tracker, {
      ...given,
      sessionId: sessionIdAt(given.at, randomUUID()),
      timeZone: 'Europe/Moscow',
    });
    if (decision.ok) desk.save(id, { tracker: decision.tracker, card }, decision.events);
    const after = desk.state(id).tracker;
    return { ...together(batch.writes(), sql`select`), conclude: () => after };
  });
}

async function deskOf(database: Database, id: UserId, of: 'rows' | 'copies'): Promise<TrackerDesk> {
  const copies = sql<CopyRow>`select t.user_id, ${copyColumns} from trackers t where user_id = ${id}::bigint`;
  const rows = of === 'rows' ? await ask(database, readTrackers([id])) : (await ask(database, copies)).map(fromCopy);
  const desk = new TrackerDesk();
  desk.load(rows.filter((row) => row !== null));
  return desk;
}

describeOnBothEngines('a tracker', (database) => {
  it('T4 is finished without a look at the sessions that others began in the same second', async () => {
    const person = await newPerson(database());
    const others = await Promise.all(Array.from({ length: 12 }, () => newPerson(database())));
    for (const { id, activities } of [person, ...others])
      await act(database(), id, { type: 'start', activityId: activities[0], at: begin });
    const read = await database().transact(async (session) => {
      const [rows] = await session.send(readTrackers([person.id]));
      const batch = new Batch(session);
      const desk = batch.use(trackerDesk);
      desk.load(rows);
      const { tracker, card } = desk.state(person.id);
      const decision = decide(tracker, { type: 'finish', at: begin.add({ hours: 1 }) });
      if (decision.ok) desk.save(person.id, { tracker: decision.tracker, card }, decision.events);
      const { before, statement } = together(batch.writes(), sql`select`);
      return {
        before: [...before, statement],
        statement: sql<{ rows: number }>`
          select sum(idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relname ~ '^sessions_'`,
        conclude: (counts: readonly { rows: number }[]) => counts[0]?.rows,
      };
    });
    // Its own row, when the tracker is read and when it is written.
    expect(read).toBeLessThanOrEqual(2);
  });

  it('T4 has beside it a copy that says what the session’s own row says, whatever was done', async () => {
    const { id, activities } = await newPerson(database());
    let at = begin;
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 8 }), async (deeds) => {
        for (const { type, activity, after } of deeds) {
          at = at.add({ seconds: after });
          const tracker = await act(database(), id, { type, activityId: activities[activity === 0 ? 0 : 1], at });
          const states = [await deskOf(database(), id, 'rows'), await deskOf(database(), id, 'copies')];
          expect(states.map((desk) => desk.state(id).tracker)).toEqual([tracker, tracker]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('T4 is read from the session’s own row where the copy is another version’s', async () => {
    const { id, activities } = await newPerson(database());
    await act(database(), id, { type: 'start', activityId: activities[0], at: begin });
    await ask(database(), sql`update trackers set version = version + 1 where user_id = ${id}::bigint`);
    const copies = await ask(
      database(),
      sql<CopyRow>`select t.user_id, ${copyColumns} from trackers t where user_id = ${id}::bigint`,
    );
    expect(copies.map(fromCopy)).toEqual([null]);
    expect((await deskOf(database(), id, 'rows')).state(id).tracker).toMatchObject({ state: 'tracking', version: 2 });
  });

  it('T6 knows how far back a session may have begun that reaches a moment, also one that went on for months', async () => {
    const { id, activities } = await newPerson(database());
    let at = begin;
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 6 }), fc.integer({ min: 0, max: 100 }), async (deeds, daysAgo) => {
        for (const { type, activity, after } of deeds) {
          at = at.add({ seconds: after });
          await act(database(), id, { type, activityId: activities[activity === 0 ? 0 : 1], at });
        }
        const from = at.subtract({ hours: 24 * daysAgo });
        const earliest = (await deskOf(database(), id, 'copies')).earliestAt(id, from);
        const reaching = await ask(
          database(),
          sql<{ started_at: Temporal.Instant }>`
            select started_at from sessions where user_id = ${id}::bigint
              and coalesce(finished_at, 'infinity') > ${from}::timestamptz`,
        );
        for (const { started_at: startedAt } of reaching)
          expect(earliest === null || Temporal.Instant.compare(earliest, startedAt) <= 0).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
