import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { personColumns, toPerson, type PersonRow } from '../people/store.ts';
import { Batch } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { live, type Life, type Lived } from './life-testing.ts';
import { readStreak } from './read-streak.ts';
import { reportsDesk } from './reports.ts';
import { localDay } from './rules/calendar.ts';
import { readTrackers, trackerDesk } from './store.ts';

const begin = Temporal.Instant.from('2022-09-01T00:00:00Z');
const homes = ['Europe/Berlin', 'Pacific/Kiritimati', 'America/St_Johns'] as const;
const seconds = (from: number, to: number) => fc.integer({ min: from, max: to });

/** How somebody lives. */
interface Habit {
  readonly count: number;
  readonly every: number;
  readonly misses: readonly number[];
  readonly lasts: number;
  readonly stays: number;
  readonly dayStart: number;
  readonly stillRuns: boolean;
  readonly since: number;
}

/** Some minutes of nearly every day for up to two years, in one zone for weeks and then in another. */
const habits: fc.Arbitrary<Habit> = fc.record({
  count: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 800 })),
  every: fc.constantFrom(0, 3_600, 43_200, 79_200),
  misses: fc.uniqueArray(fc.nat({ max: 800 }), { maxLength: 3 }),
  lasts: fc.constantFrom(0, 1_800, 100_000),
  stays: fc.integer({ min: 1, max: 300 }),
  dayStart: fc.constantFrom(0, 300, 1_439),
  stillRuns: fc.boolean(),
  since: fc.oneof(seconds(1, 80_000), seconds(1, 200_000)),
});

/** Further back than days are read at once; chance alone brings one about nearly always. */
const long: Habit = {
  count: 400,
  every: 79_200,
  misses: [],
  lasts: 1_800,
  stays: 300,
  dayStart: 0,
  stillRuns: false,
  since: 1,
};

function lifeOf({ count, every, misses, lasts, stays, dayStart, stillRuns, since }: Habit): Life {
  let at = begin;
  const sessions = Array.from({ length: count }, (_, place): Lived => {
    const startedAt = at.add({ seconds: every + (misses.includes(count - place) ? 170_000 : 0) });
    const runs = stillRuns && place === count - 1;
    at = startedAt.add({ seconds: lasts });
    const segments = lasts === 0 ? [] : [{ from: startedAt, to: runs ? null : at }];
    const zone = homes[Math.floor(place / stays) % homes.length] ?? 'UTC';
    return { startedAt, finishedAt: runs ? null : at, segments, activity: 0, zone };
  });
  return { sessions, zones: [...homes], dayStart, now: at.add({ seconds: since }) };
}

/** Day by day, from all there is. */
function byCalendar({ sessions, dayStart, now }: Life, today: Temporal.PlainDate): number {
  const tracked = new Set(
    sessions.flatMap(({ startedAt, finishedAt, zone }) =>
      [startedAt, finishedAt ?? now].map((at) => localDay(at, zone, dayStart).toString()),
    ),
  );
  let day = tracked.has(today.toString()) ? today : today.subtract({ days: 1 });
  let streak = 0;
  for (; tracked.has(day.toString()); day = day.subtract({ days: 1 })) streak += 1;
  return streak;
}

function ask(database: Database, given: Life, timeZone: string): Promise<{ found: number; expected: number }> {
  return database.transact(async (session) => {
    const userId = await live(session, given);
    const [, [row], trackers] = await session.send(
      sql`
        update trackers set
          long_until = (
            select max(finished_at) from sessions
            where user_id = ${userId}::bigint and finished_at - started_at > interval '31 days'),
          (state, session_id, session_started_at, changed_at) = (
            select coalesce(max('tracking'), 'idle'), max(id::text)::uuid, max(started_at), max(started_at)
            from sessions where user_id = ${userId}::bigint and finished_at is null)
        where user_id = ${userId}::bigint`,
      sql<PersonRow>`select ${personColumns} from users u where u.id = ${userId}::bigint`,
      readTrackers([userId]),
    );
    if (!row) throw new Error('there is nobody');
    const defaults = { language: 'ru', timeZone } as const;
    const person = { ...toPerson(userId, row, defaults), dayStart: given.dayStart };
    const batch = new Batch(session);
    batch.use(trackerDesk).load(trackers);
    const today = localDay(given.now, timeZone, given.dayStart);
    const found = await readStreak({ person, batch, at: given.now, today }, batch.use(reportsDesk));
    return { before: [], statement: sql`select`, conclude: () => ({ found, expected: byCalendar(given, today) }) };
  });
}

describeOnBothEngines('days in a row', (database) => {
  it('T6 are those that the calendar counts from all sessions, however far back they go', async () => {
    let longest = 0;
    await fc.assert(
      fc.asyncProperty(habits, fc.constantFrom(...homes), async (habit, timeZone) => {
        const { found, expected } = await ask(database(), lifeOf(habit), timeZone);
        expect(found).toBe(expected);
        longest = Math.max(longest, found);
      }),
      { numRuns: 60, examples: [[long, 'Europe/Berlin']] },
    );
    expect(longest).toBeGreaterThan(160);
  });
});
