import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import { newPerson } from '../tracker/testing.ts';
import { forgetAppliedEvents } from './applied-events.ts';
import { foldEvents } from './fold-events.ts';
import { cellsOf, finished, writeSession } from './testing.ts';

describeOnBothEngines('events that are folded into cells', (database) => {
  it('D4 leave in each cell what its sessions add up to', async () => {
    const { id, activities } = await newPerson(database());
    const [reading, work] = activities;
    await writeSession(database(), id, { activityId: reading, from: '2026-10-31T23:59:59Z', seconds: 7_200 });
    await writeSession(database(), id, { activityId: reading, from: '2026-11-01T02:00:00Z', seconds: 60 });
    await writeSession(database(), id, { activityId: reading, from: '2026-11-30T23:59:59Z', seconds: 30 });
    await writeSession(database(), id, { activityId: work, from: '2026-11-01T00:00:00Z', seconds: 0 });
    const dead = await foldEvents(database())([
      finished(id, reading, '2026-10-31T23:59:59Z'),
      finished(id, reading, '2026-11-01T02:00:00Z'),
      finished(id, work, '2026-11-01T00:00:00Z'),
    ]);
    expect(dead).toEqual([]);
    expect(await cellsOf(database(), id)).toEqual([
      { month: '2026-10-01', activity_id: reading, seconds: 7_200, sessions: 1, longest: 7_200 },
      { month: '2026-11-01', activity_id: reading, seconds: 90, sessions: 2, longest: 60 },
      { month: '2026-11-01', activity_id: work, seconds: 0, sessions: 1, longest: 0 },
    ]);
  });

  it('D4 have their effect once, however often and in whichever order they come', async () => {
    const { id, activities } = await newPerson(database());
    const fold = foldEvents(database());
    const starts = ['2026-11-03T10:00:00Z', '2026-11-04T10:00:00Z', '2026-11-05T10:00:00Z'];
    for (const from of starts) await writeSession(database(), id, { activityId: activities[0], from, seconds: 100 });
    const events = starts.map((from) => finished(id, activities[0], from));
    await fold(events.slice(1));
    await Promise.all([fold(events.toReversed()), fold(events), fold([...events, ...events])]);
    expect(await cellsOf(database(), id)).toMatchObject([{ seconds: 300, sessions: 3, longest: 100 }]);
    const remembered = await ask(
      database(),
      sql`select from applied_events where event_id = any(${events.map((event) => event.id)}::uuid[])`,
    );
    expect(remembered).toHaveLength(3);
  });

  it('D4 empty the cells of a session that is no more, and fill those it has moved to', async () => {
    const { id, activities } = await newPerson(database());
    const [reading, work] = activities;
    const fold = foldEvents(database());
    const session = await writeSession(database(), id, {
      activityId: reading,
      from: '2026-11-03T10:00:00Z',
      seconds: 100,
    });
    await fold([finished(id, reading, '2026-11-03T10:00:00Z')]);
    await ask(
      database(),
      sql`update sessions set activity_id = ${work}::bigint, started_at = '2026-10-30T10:00:00Z'
        where id = ${session}::uuid`,
    );
    const change = {
      ...finished(id, work, '2026-11-03T10:00:00Z'),
      type: 'session.changed',
      data: {
        before: { activity_id: String(reading), started_at: '2026-11-03T10:00:00Z' },
        after: { activity_id: String(work), started_at: '2026-10-30T10:00:00Z' },
      },
    };
    await fold([change]);
    expect(await cellsOf(database(), id)).toMatchObject([{ month: '2026-10-01', activity_id: work, seconds: 100 }]);
  });

  it('D4 name what cannot be read, and apply the rest', async () => {
    const { id, activities } = await newPerson(database());
    await writeSession(database(), id, { activityId: activities[0], from: '2026-11-03T10:00:00Z', seconds: 100 });
    const good = finished(id, activities[0], '2026-11-03T10:00:00Z');
    const bad = { ...finished(id, activities[0], '2026-11-03T10:00:00Z'), data: { activity_id: 'x' } };
    const nobody = { ...finished(id, activities[0], '2026-11-03T10:00:00Z'), subject: 'x' };
    expect(await foldEvents(database())([bad, good, nobody])).toEqual([
      { id: bad.id, reason: 'the data of a session.finished cannot be read' },
      { id: nobody.id, reason: 'the data of a session.finished cannot be read' },
    ]);
    expect(await cellsOf(database(), id)).toHaveLength(1);
  });

  it('D4 hold up nobody with a moment that no calendar or no database knows', async () => {
    const { id, activities } = await newPerson(database());
    const moments = ['0000-01-01T00:00:00Z', '2026-11-03T10:00:00.1234567890Z', '2026-11-03T10:00:00+23:59:59'];
    const odd = moments.map((moment) => ({
      ...finished(id, activities[0], '2026-11-03T10:00:00Z'),
      data: { activity_id: String(activities[0]), started_at: moment },
    }));
    const good = finished(id, activities[0], '2026-11-03T10:00:00Z');
    const dead = await foldEvents(database())([...odd, good]);
    expect(dead.map((one) => one.id)).toEqual(odd.map((one) => one.id));
  });

  it('T12 about somebody who was erased have no effect', async () => {
    const { id, activities } = await newPerson(database());
    const event = finished(id, activities[0], '2026-11-03T10:00:00Z');
    await ask(database(), sql`delete from users where id = ${id}::bigint`);
    expect(await foldEvents(database())([event])).toEqual([]);
    expect(await cellsOf(database(), id)).toEqual([]);
  });

  it('D6 of a month whose rows are archived leave its cells as they are', async () => {
    const { id, activities } = await newPerson(database());
    const fold = foldEvents(database());
    await writeSession(database(), id, { activityId: activities[0], from: '2021-11-03T10:00:00Z', seconds: 100 });
    await fold([finished(id, activities[0], '2021-11-03T10:00:00Z')]);
    await ask(database(), sql`update aggregate_state set archived_before = '2021-12-01'`);
    await ask(database(), sql`delete from sessions where started_at < '2021-12-01'`);
    await fold([finished(id, activities[0], '2021-11-03T10:00:00Z')]);
    await ask(database(), sql`update aggregate_state set archived_before = null`);
    expect(await cellsOf(database(), id)).toMatchObject([{ seconds: 100, sessions: 1 }]);
  });

  it('forgets applied events after a week', async () => {
    const { id, activities } = await newPerson(database());
    const [old, young] = [0, 1].map(() => finished(id, activities[0], '2026-11-03T10:00:00Z'));
    if (!old || !young) throw new Error('two events');
    await foldEvents(database())([old, young]);
    await ask(
      database(),
      sql`update applied_events set at = now() - interval '8 days' where event_id = ${old.id}::uuid`,
    );
    await forgetAppliedEvents(database().queries);
    const left = await ask(
      database(),
      sql<{
        event_id: string;
      }>`select event_id from applied_events where event_id in (${old.id}::uuid, ${young.id}::uuid)`,
    );
    expect(left).toEqual([{ event_id: young.id }]);
  });
});
