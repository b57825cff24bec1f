import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import { addPastSession, correctSession, deleteSession, restoreSession } from '../tracker/correct-session.ts';
import { changeSession, startSession } from '../tracker/run-session.ts';
import { newPerson, TestClock, timeDependencies } from '../tracker/testing.ts';
import { closeMonths } from './close-months.ts';
import { findDifferences } from './compare.ts';
import { cellsOf, writeSession } from './testing.ts';

interface State {
  closed_before: string | null;
  closing_before: string | null;
}

async function stateOf(database: Database): Promise<State | undefined> {
  const [state] = await ask(
    database,
    sql<State>`select closed_before::text as closed_before, closing_before::text as closing_before from aggregate_state`,
  );
  return state;
}

const close = (database: Database, now: string) =>
  closeMonths(database, Temporal.Instant.from(now), new AbortController().signal);

async function begin(database: Database, closedBefore: string | null): Promise<void> {
  await ask(
    database,
    sql`update aggregate_state set closed_before = ${closedBefore}::date, closing_before = null, closing_after = 0`,
  );
}

describeOnBothEngines('closing months', (database) => {
  beforeEach(() => begin(database(), '2026-01-01'));

  it('D4 makes the cells of months that ended forty days ago right, and leaves the others', async () => {
    const { id, activities } = await newPerson(database());
    const activityId = activities[0];
    await writeSession(database(), id, { activityId, from: '2026-08-31T23:59:59Z', seconds: 60 });
    await writeSession(database(), id, { activityId, from: '2026-09-01T00:00:00Z', seconds: 90 });
    expect(await close(database(), '2026-10-11T00:00:00Z')).toBe(1);
    expect(await stateOf(database())).toEqual({ closed_before: '2026-09-01', closing_before: null });
    expect(await cellsOf(database(), id)).toMatchObject([{ month: '2026-08-01', seconds: 60 }]);
    expect(await close(database(), '2026-11-09T23:59:59Z')).toBeNull();
    expect(await close(database(), '2026-11-10T00:00:00Z')).toBe(1);
    expect(await cellsOf(database(), id)).toMatchObject([
      { month: '2026-08-01' },
      { month: '2026-09-01', seconds: 90 },
    ]);
  });

  it('D4 goes on behind the last page of who was interrupted', async () => {
    const people = [await newPerson(database()), await newPerson(database())] as const;
    for (const { id, activities } of people)
      await writeSession(database(), id, { activityId: activities[0], from: '2026-08-01T10:00:00Z', seconds: 60 });
    await ask(
      database(),
      sql`update aggregate_state set closing_before = '2026-09-01', closing_after = ${people[0].id}::bigint`,
    );
    await close(database(), '2026-10-11T00:00:00Z');
    expect([await cellsOf(database(), people[0].id), await cellsOf(database(), people[1].id)]).toMatchObject([
      [],
      [{}],
    ]);
  });

  it('D4 says nothing while it is interrupted', async () => {
    await newPerson(database());
    const aborted = AbortSignal.abort();
    await closeMonths(database(), Temporal.Instant.from('2026-10-11T00:00:00Z'), aborted);
    expect(await stateOf(database())).toEqual({ closed_before: '2026-01-01', closing_before: '2026-09-01' });
  });
});

describeOnBothEngines('closing months for the first time', (database) => {
  beforeEach(() => begin(database(), null));

  it('D4 makes all cells of who tracked before there were any, the last weeks included', async () => {
    const { id, activities } = await newPerson(database());
    const activityId = activities[0];
    await writeSession(database(), id, { activityId, from: '2026-08-31T23:59:59Z', seconds: 60 });
    await writeSession(database(), id, { activityId, from: '2026-10-10T20:00:00Z', seconds: 90 });
    expect(await close(database(), '2026-10-11T00:00:00Z')).toBe(2);
    expect(await findDifferences(database().queries, [id])).toEqual([]);
    expect(await stateOf(database())).toMatchObject({ closed_before: '2026-09-01' });
  });

  it('D4 looks once more, for what a program that knows nothing of cells has changed beside it', async () => {
    const { id, activities } = await newPerson(database());
    const activityId = activities[0];
    await close(database(), '2026-10-11T00:00:00Z');
    await writeSession(database(), id, { activityId, from: '2026-05-01T10:00:00Z', seconds: 60 });
    await writeSession(database(), id, { activityId, from: '2026-10-10T20:00:00Z', seconds: 90 });
    expect(await close(database(), '2026-10-11T01:00:00Z')).toBe(2);
    expect(await findDifferences(database().queries, [id])).toEqual([]);
    expect(await stateOf(database())).toEqual({ closed_before: '2026-09-01', closing_before: null });
    expect(await close(database(), '2026-10-11T02:00:00Z')).toBeNull();
  });
});

describeOnBothEngines('the cells of a closed month', (database) => {
  it('D4 are right in the commit of whatever changes its sessions, without any worker', async () => {
    const clock = new TestClock('2026-08-20T09:00:00Z');
    const deps = timeDependencies(database(), clock);
    const { id: userId, activities } = await newPerson(database());
    const [reading, work] = activities;
    await close(database(), '2026-11-22T00:00:00Z');
    const differing = () => findDifferences(database().queries, [userId]);

    const past = {
      activityId: reading,
      startedAt: Temporal.Instant.from('2026-07-31T22:00:00Z'),
      finishedAt: Temporal.Instant.from('2026-08-01T01:00:00Z'),
    };
    const added = await addPastSession(deps, userId, past);
    if (!added?.ok) throw new Error('nothing is in its way');
    const { id } = added.session;
    expect([await differing(), (await cellsOf(database(), userId)).length]).toEqual([[], 1]);
    await correctSession(deps, id, { startedAt: past.startedAt.add({ hours: 2 }), activityId: work });
    expect([await differing(), await cellsOf(database(), userId)]).toMatchObject([
      [],
      [{ month: '2026-08-01', activity_id: work }],
    ]);
    await deleteSession(deps, id);
    expect([await differing(), await cellsOf(database(), userId)]).toEqual([[], []]);
    await restoreSession(deps, id);
    expect([await differing(), (await cellsOf(database(), userId)).length]).toEqual([[], 1]);

    const started = await startSession(deps, userId, { type: 'start', activityId: reading });
    if (!started?.ok) throw new Error('nothing runs yet');
    clock.pass(94 * 24 * 60);
    await changeSession(deps, started.session.id, 'finish');
    expect([await differing(), await cellsOf(database(), userId)]).toMatchObject([
      [],
      [
        { month: '2026-08-01', activity_id: reading, seconds: 94 * 86_400 },
        { month: '2026-08-01', activity_id: work },
      ],
    ]);
  });

  it('D4 are left to the worker where a session is of these days', async () => {
    const clock = new TestClock('2026-11-20T09:00:00Z');
    const deps = timeDependencies(database(), clock);
    const { id: userId, activities } = await newPerson(database());
    const started = await startSession(deps, userId, { type: 'start', activityId: activities[0] });
    if (!started?.ok) throw new Error('nothing runs yet');
    clock.pass(60);
    await changeSession(deps, started.session.id, 'finish');
    expect(await cellsOf(database(), userId)).toEqual([]);
  });
});

describeOnBothEngines('the cells of an archived month', (database) => {
  const archive = (before: string | null) =>
    ask(database(), sql`update aggregate_state set archived_before = ${before}::date`);
  beforeEach(() => archive(null));
  afterEach(() => archive(null));

  it('D6 T9 are all there is: nothing is changed about its sessions that they would not count', async () => {
    const deps = timeDependencies(database(), new TestClock('2026-11-22T09:00:00Z'));
    const { id: userId, activities } = await newPerson(database());
    const [reading, work] = activities;
    const [deleted, kept] = await Promise.all(
      ['2022-03-05T10:00:00Z', '2022-03-06T10:00:00Z'].map(async (from) => {
        const startedAt = Temporal.Instant.from(from);
        const past = { activityId: reading, startedAt, finishedAt: startedAt.add({ hours: 1 }) };
        const added = await addPastSession(deps, userId, past);
        if (!added?.ok) throw new Error('nothing is in its way');
        return added.session;
      }),
    );
    if (!deleted || !kept) throw new Error('there are two');
    await deleteSession(deps, deleted.id);
    const before = await cellsOf(database(), userId);
    // The rows may be there all the same: brought back for a while.
    await archive('2022-04-01');
    const refused = { ok: false, refusal: 'too_old' };
    const { startedAt, finishedAt } = deleted;
    expect(await restoreSession(deps, deleted.id)).toEqual(refused);
    expect(await deleteSession(deps, kept.id)).toEqual(refused);
    expect(await correctSession(deps, kept.id, { activityId: work })).toEqual(refused);
    expect(
      await addPastSession(deps, userId, { activityId: work, startedAt, finishedAt: finishedAt ?? startedAt }),
    ).toEqual(refused);
    await archive(null);
    expect([await findDifferences(database().queries, [userId]), await cellsOf(database(), userId)]).toEqual([
      [],
      before,
    ]);
    expect(await restoreSession(deps, deleted.id)).toMatchObject({ ok: true });
  });
});
