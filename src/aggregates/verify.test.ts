import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { newPerson } from '../tracker/testing.ts';
import type { Difference } from './compare.ts';
import { foldEvents } from './fold-events.ts';
import { rebuildCells } from './rebuild.ts';
import { cellsOf, finished, writeSession } from './testing.ts';
import { verifyCells } from './verify.ts';

const from = '2026-11-03T10:00:00Z';
const { signal } = new AbortController();

async function verify(database: Database, userId: UserId | null, lasts = 0): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  const count = await verifyCells(database.queries, userId, {
    onPage: () => undefined,
    onDifferences: (differences) => found.push(...differences),
    signal,
    patience: { lasts, pause: 20 },
  });
  expect(count).toBe(found.length);
  return found;
}

describeOnBothEngines('verifying cells', (database) => {
  it('D4 names each cell that is not what its sessions add up to, and rebuilding restores it', async () => {
    const { id, activities } = await newPerson(database());
    const [reading, work] = activities;
    await writeSession(database(), id, { activityId: reading, from, seconds: 100 });
    await foldEvents(database())([finished(id, reading, from)]);
    expect(await verify(database(), id)).toEqual([]);

    await ask(database(), sql`update user_activity_aggregates set seconds = 99 where user_id = ${id}::bigint`);
    await ask(
      database(),
      sql`insert into user_activity_aggregates (user_id, month, activity_id, seconds, sessions, longest)
        values (${id}::bigint, '2026-10-01', ${work}::bigint, 5, 1, 5)`,
    );
    const zeros = { seconds: 0, sessions: 0, longest: 0 };
    expect(await verify(database(), id)).toMatchObject([
      { userId: id, activityId: work, expected: zeros, found: { seconds: 5, sessions: 1, longest: 5 } },
      { userId: id, activityId: reading, expected: { seconds: 100 }, found: { seconds: 99 } },
    ]);
    expect(await verify(database(), null)).toHaveLength(2);

    expect(await rebuildCells(database(), { userId: id }, { onPage: () => undefined, signal })).toBe(2);
    expect(await verify(database(), id)).toEqual([]);
    expect(await cellsOf(database(), id)).toMatchObject([{ seconds: 100 }]);
  });

  it('D4 waits for events that are on their way', async () => {
    const { id, activities } = await newPerson(database());
    await writeSession(database(), id, { activityId: activities[0], from, seconds: 100 });
    const verifying = verify(database(), id, 60_000);
    await foldEvents(database())([finished(id, activities[0], from)]);
    expect(await verifying).toEqual([]);
  });

  it('D4 rebuilds everybody behind a given one, page after page', async () => {
    const people = [await newPerson(database()), await newPerson(database())] as const;
    for (const { id, activities } of people)
      await writeSession(database(), id, { activityId: activities[0], from, seconds: 60 });
    const pages: number[] = [];
    await rebuildCells(database(), { after: people[0].id }, { onPage: ({ lastId }) => pages.push(lastId), signal });
    expect(pages.at(-1)).toBe(people[1].id);
    expect([await cellsOf(database(), people[0].id), await cellsOf(database(), people[1].id)]).toMatchObject([
      [],
      [{}],
    ]);
  });

  it('D6 leaves the cells of archived months alone, whose rows are no more', async () => {
    const { id, activities } = await newPerson(database());
    await ask(
      database(),
      sql`insert into user_activity_aggregates (user_id, month, activity_id, seconds, sessions, longest)
        values (${id}::bigint, '2020-10-01', ${activities[0]}::bigint, 5, 1, 5)`,
    );
    expect(await verify(database(), id)).toHaveLength(1);
    await ask(database(), sql`update aggregate_state set archived_before = '2020-11-01'`);
    expect(await verify(database(), id)).toEqual([]);
    await rebuildCells(database(), { userId: id }, { onPage: () => undefined, signal });
    await ask(database(), sql`update aggregate_state set archived_before = null`);
    expect(await cellsOf(database(), id)).toHaveLength(1);
  });
});
