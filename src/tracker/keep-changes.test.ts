import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { addPastSession, correctSession, deleteSession, restoreSession } from './correct-session.ts';
import { changeSession, startSession } from './run-session.ts';
import { newPerson, TestClock, timeDependencies } from './testing.ts';

interface ToldRow {
  event_id: string;
  type: string;
  at: Temporal.Instant;
  data: Record<string, unknown>;
}

/** What was told of somebody, in the order in which it happened. */
function told(database: Database, userId: UserId): Promise<readonly ToldRow[]> {
  return ask(
    database,
    sql<ToldRow>`select event_id, type, at, data from outbox where user_id = ${userId}::bigint order by id`,
  );
}

describeOnBothEngines('what a change of time tells others', (database) => {
  it('D4 tells each transition once, with the session, its activity and what came of it', async () => {
    const clock = new TestClock('2026-11-22T09:00:00Z');
    const deps = timeDependencies(database(), clock);
    const { id: userId, activities } = await newPerson(database());
    const started = await startSession(deps, userId, { type: 'start', activityId: activities[0] });
    if (!started?.ok) throw new Error('nothing runs yet');
    const { id } = started.session;
    clock.pass(20);
    await changeSession(deps, id, 'pause');
    await changeSession(deps, id, 'pause');
    clock.pass(5);
    await changeSession(deps, id, 'resume');
    clock.pass(10);
    const switched = await startSession(deps, userId, { type: 'switch', activityId: activities[1] });
    if (!switched?.ok) throw new Error('it was running');

    const [reading, work] = activities.map(String);
    const first = { session_id: id, activity_id: reading, started_at: '2026-11-22T09:00:00Z' };
    const second = { session_id: switched.session.id, activity_id: work, started_at: '2026-11-22T09:35:00Z' };
    const events = await told(database(), userId);
    expect(events.map(({ type, at, data }) => [type, at.toString(), data])).toEqual([
      ['session.started', '2026-11-22T09:00:00Z', { ...first, time_zone: 'Europe/Moscow' }],
      ['session.paused', '2026-11-22T09:20:00Z', { ...first, active: 1_200 }],
      ['session.resumed', '2026-11-22T09:25:00Z', { ...first, paused: 300 }],
      ['session.finished', '2026-11-22T09:35:00Z', { ...first, finished_at: '2026-11-22T09:35:00Z', duration: 1_800 }],
      ['session.started', '2026-11-22T09:35:00Z', { ...second, time_zone: 'Europe/Moscow' }],
    ]);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(5);
  });

  it('D4 tells what was there before a correction by hand, and what after it', async () => {
    const clock = new TestClock('2026-11-22T09:00:00Z');
    const deps = timeDependencies(database(), clock);
    const { id: userId, activities } = await newPerson(database());
    const past = {
      activityId: activities[0],
      startedAt: Temporal.Instant.from('2026-10-31T10:00:00Z'),
      finishedAt: Temporal.Instant.from('2026-10-31T11:00:00Z'),
    };
    const added = await addPastSession(deps, userId, past);
    if (!added?.ok) throw new Error('nothing is in its way');
    const { id } = added.session;
    await correctSession(deps, id, { finishedAt: past.finishedAt.add({ minutes: 30 }), activityId: activities[1] });
    await deleteSession(deps, id);
    await restoreSession(deps, id);

    const [reading, work] = activities.map(String);
    const started_at = '2026-10-31T10:00:00Z';
    const first = { activity_id: reading, started_at, finished_at: '2026-10-31T11:00:00Z', duration: 3_600 };
    const second = { activity_id: work, started_at, finished_at: '2026-10-31T11:30:00Z', duration: 5_400 };
    const events = await told(database(), userId);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['session.changed']));
    expect(events.map(({ data }) => data)).toEqual([
      { session_id: id, before: null, after: first },
      { session_id: id, before: first, after: second },
      { session_id: id, before: second, after: null },
      { session_id: id, before: null, after: second },
    ]);
  });

  it('D4 tells nothing of what was refused', async () => {
    const deps = timeDependencies(database(), new TestClock('2026-11-22T09:00:00Z'));
    const { id: userId, activities } = await newPerson(database());
    await startSession(deps, userId, { type: 'start', activityId: activities[0] });
    await startSession(deps, userId, { type: 'start', activityId: activities[1] });
    const future = Temporal.Instant.from('2027-01-01T00:00:00Z');
    await addPastSession(deps, userId, { activityId: activities[0], startedAt: future, finishedAt: future });
    expect(await told(database(), userId)).toHaveLength(1);
  });
});
