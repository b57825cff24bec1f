import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { makePartitionsAhead, makePartitionsBehind } from '../platform/database/partitions.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { addPastSession, correctSession, deleteSession, restoreSession } from './correct-session.ts';
import { changeSession, startSession } from './run-session.ts';
import { newPerson, TestClock, timeDependencies } from './testing.ts';

/**
 * What holds «one running session a person» is one row, which no partition divides: `trackers`, whose key is the person,
 * names the session that runs, and whoever starts one locks it first. A unique index over all months cannot be: it would
 * have to have the start in it. A table of running sessions beside the row would be a second copy of what the row says,
 * and triggers that compare the two cost each start and finish as much as a tenth of them.
 */
describeOnBothEngines('one running session a person, over the end of a month', (database) => {
  const [before, after] = [new TestClock('2031-11-30T23:59:58Z'), new TestClock('2031-12-01T00:00:02Z')];

  beforeAll(() => makePartitionsAhead(database().queries, before.now()));

  async function running(userId: UserId): Promise<readonly { id: string; is_named: boolean }[]> {
    return ask(
      database(),
      sql<{ id: string; is_named: boolean }>`
        select s.id, s.id = t.session_id as is_named from sessions s join trackers t on t.user_id = s.user_id
        where s.user_id = ${userId}::bigint and s.finished_at is null`,
    );
  }

  it('T4 two starts at once, in two months by two processes’ clocks, leave one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, activities } = await newPerson(database());
      const starts = await Promise.all(
        [before, after].map((clock, place) =>
          startSession(timeDependencies(database(), clock), id, {
            type: 'start',
            activityId: activities[place === 0 ? 0 : 1],
          }),
        ),
      );
      expect(starts.filter((start) => start?.ok === true)).toHaveLength(1);
      expect(await running(id)).toEqual([{ id: expect.any(String), is_named: true }]);
    }
  });

  it('T4 T9 whatever is written down, corrected, deleted and brought back beside it, none begins to run', async () => {
    const { id, activities } = await newPerson(database());
    const deps = timeDependencies(database(), after);
    const times = ['2031-11-20T10:00:00Z', '2031-11-20T11:00:00Z'].map((text) => Temporal.Instant.from(text));
    const [startedAt = after.now(), finishedAt = after.now()] = times;
    const past = await addPastSession(deps, id, { activityId: activities[0], startedAt, finishedAt });
    if (past?.ok !== true) throw new Error('it is written down');
    await startSession(timeDependencies(database(), before), id, { type: 'start', activityId: activities[0] });
    await Promise.all([
      correctSession(deps, past.session.id, { activityId: activities[1] }),
      deleteSession(deps, past.session.id),
      startSession(deps, id, { type: 'switch', activityId: activities[1] }),
      changeSession(deps, past.session.id, 'resume'),
    ]);
    await restoreSession(deps, past.session.id);
    expect(await running(id)).toEqual([{ id: expect.any(String), is_named: true }]);
  });

  it('D1 one that began without a month goes on when its month is made, and stays the only one', async () => {
    const { id, activities } = await newPerson(database());
    const early = new TestClock('2031-02-28T23:00:00Z');
    const deps = timeDependencies(database(), early);
    const started = await startSession(deps, id, { type: 'start', activityId: activities[0] });
    if (started?.ok !== true) throw new Error('it is started');
    await makePartitionsBehind(database().queries, after.now());
    expect(await running(id)).toEqual([{ id: started.session.id, is_named: true }]);
    early.pass(90);
    const refused = await startSession(deps, id, { type: 'start', activityId: activities[1] });
    expect(refused).toMatchObject({ ok: false, running: { id: started.session.id } });
    expect(await changeSession(deps, started.session.id, 'finish')).toMatchObject({ ok: true });
    expect(await running(id)).toEqual([]);
  });
});
