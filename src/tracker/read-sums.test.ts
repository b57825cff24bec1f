import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { monthOf } from '../aggregates/rules/month.ts';
import { recomputeCells, type CellKey } from '../aggregates/store.ts';
import type { Database } from '../platform/database/database.ts';
import type { Session } from '../platform/database/session.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { activityNames, live, type Life, type Lived } from './life-testing.ts';
import { readSums, type ActivitySum, type SumsQuestion } from './read-sums.ts';
import { daysRange } from './rules/calendar.ts';
import { earliest } from './rules/moments.ts';
import { readTrackers, TrackerDesk } from './store.ts';

const begin = Temporal.Instant.from('2023-02-10T00:00:00Z');
const homes = ['Europe/Berlin', 'Pacific/Apia', 'America/St_Johns'] as const;
const days = (max: number) => fc.integer({ min: 0, max: max * 86_400 });

/** About a year of somebody: sessions of minutes, of days and now and then of months, in two zones. */
const year: fc.Arbitrary<Life> = fc
  .record({
    given: fc.array(
      fc.record({
        gap: fc.oneof(days(2), days(40), fc.constant(0)),
        lasts: fc.oneof({ weight: 6, arbitrary: days(1) }, { weight: 2, arbitrary: days(31) }, days(70)),
        isPaused: fc.boolean(),
        activity: fc.nat({ max: activityNames.length - 1 }),
        zone: fc.constantFrom(...homes),
      }),
      { maxLength: 16 },
    ),
    dayStart: fc.constantFrom(0, 300),
    stillRuns: fc.boolean(),
    since: days(70),
  })
  .map(({ given, dayStart, stillRuns, since }) => {
    let at = begin;
    const sessions = given.map(({ gap, lasts, isPaused, activity, zone }, place): Lived => {
      const startedAt = at.add({ seconds: gap });
      const half = startedAt.add({ seconds: Math.floor(lasts / 2) });
      at = startedAt.add({ seconds: lasts });
      const runs = stillRuns && place === given.length - 1;
      const segments = lasts < 2 ? [] : [{ from: startedAt, to: isPaused ? half : runs ? null : at }];
      return { startedAt, finishedAt: runs ? null : at, segments, activity, zone };
    });
    return { sessions, zones: [...homes], dayStart, now: at.add({ seconds: since }) };
  });

const asked = fc.record({
  year,
  /** Days after the beginning; a missing end is open. */
  from: fc.option(fc.integer({ min: -10, max: 400 })),
  lasts: fc.integer({ min: 1, max: 400 }),
  closed: fc.integer({ min: -1, max: 16 }),
  archived: fc.integer({ min: 0, max: 12 }),
});

/** The tracker that this life has left behind: what a report knows of long and running sessions. */
async function trackerOf(session: Session, userId: UserId): Promise<TrackerDesk> {
  const [, rows] = await session.send(
    sql`
      update trackers set long_until = (
          select max(finished_at) from sessions
          where user_id = ${userId}::bigint and finished_at - started_at > interval '31 days'),
        (state, session_id, session_started_at, changed_at) = (
          select coalesce(max('tracking'), 'idle'), max(id::text)::uuid, max(started_at), max(started_at) from sessions
          where user_id = ${userId}::bigint and finished_at is null)
      where user_id = ${userId}::bigint`,
    readTrackers([userId]),
  );
  const desk = new TrackerDesk();
  desk.load(rows);
  return desk;
}

async function writeCells(session: Session, userId: UserId, closedBefore: Temporal.PlainDate | null): Promise<void> {
  const [cells] = await session.send(sql<{ activity_id: ActivityId; started_at: Temporal.Instant }>`
    select activity_id, started_at from sessions where user_id = ${userId}::bigint`);
  const keys = cells.map((row): CellKey => ({ userId, activityId: row.activity_id, month: monthOf(row.started_at) }));
  await session.send(
    ...recomputeCells(keys),
    // What is not closed may be wrong.
    sql`update user_activity_aggregates set seconds = seconds + 7 where user_id = ${userId}::bigint
      and month >= coalesce(${closedBefore}::date, '-infinity')`,
    sql`update aggregate_state set closed_before = ${closedBefore}::date, archived_before = null`,
  );
}

function within<Result>(database: Database, work: (session: Session) => Promise<Result>): Promise<Result> {
  return database.transact(async (session) => {
    const result = await work(session);
    return { before: [], statement: sql`update aggregate_state set archived_before = null`, conclude: () => result };
  });
}

const totals = (sums: readonly ActivitySum[] = []) =>
  sums.map((row) => [row.name, row.seconds, row.sessions, row.longest]);

describeOnBothEngines('sums from cells and rows', (database) => {
  it('D4 T6 are those of the rows alone, whatever was lived, asked and closed', async () => {
    let fromCells = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ year: given, from, lasts, closed }) => {
        await within(database(), async (session) => {
          const userId = await live(session, given);
          await live(session, given);
          const closable = monthOf(given.now.subtract({ hours: 24 * 40 }));
          const closedBefore = closed < 0 ? null : sooner(monthOf(begin).add({ months: closed }), closable);
          await writeCells(session, userId, closedBefore);
          const first = monthOf(begin).add({ days: from ?? 0 });
          const stretches = given.zones.map((zone) => {
            const range = daysRange(first, first.add({ days: lasts }), zone, given.dayStart);
            return {
              zone,
              from: from === null ? null : range.from,
              to: from === null && lasts > 200 ? null : range.to,
            };
          });
          const tracker = await trackerOf(session, userId);
          const start = earliest(stretches.map((stretch) => stretch.from));
          const rows: SumsQuestion = {
            userId,
            stretches,
            now: given.now,
            since: start && tracker.earliestAt(userId, start),
          };
          const cells = { ...rows, overBefore: (end: Temporal.Instant) => tracker.earliestAt(userId, end) };
          const [[expected], [found], both] = [
            await readSums(session, [rows]),
            await readSums(session, [cells]),
            await readSums(session, [cells, rows]),
          ];
          expect(totals(found)).toEqual(totals(expected));
          expect(both.map(totals)).toEqual([totals(expected), totals(expected)]);
          if (closedBefore && from === null) fromCells += 1;
        });
      }),
      { numRuns: 150 },
    );
    expect(fromCells).toBeGreaterThan(5);
  });

  it('D6 T6 all time counts months whose rows are archived', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ year: given, archived }) => {
        await within(database(), async (session) => {
          const userId = await live(session, given);
          const archivedBefore = sooner(
            monthOf(begin).add({ months: archived }),
            monthOf(given.sessions.find(({ finishedAt }) => finishedAt === null)?.startedAt ?? given.now),
          );
          await writeCells(session, userId, sooner(archivedBefore, monthOf(given.now.subtract({ hours: 24 * 40 }))));
          const stretches = given.zones.map((zone) => ({ zone, from: null, to: null }));
          const [expected] = await readSums(session, [{ userId, stretches, now: given.now }]);
          await session.send(
            sql`update aggregate_state set archived_before = closed_before`,
            sql`delete from sessions where user_id = ${userId}::bigint
              and started_at < (select archived_before from aggregate_state)::timestamp at time zone 'UTC'`,
          );
          const tracker = await trackerOf(session, userId);
          const overBefore = (end: Temporal.Instant) => tracker.earliestAt(userId, end);
          const [known] = await readSums(session, [{ userId, stretches, now: given.now, overBefore }]);
          const [unknown] = await readSums(session, [{ userId, stretches, now: given.now }]);
          expect([totals(known), totals(unknown)]).toEqual([totals(expected), totals(expected)]);
        });
      }),
      { numRuns: 60 },
    );
  });
});

function sooner(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) <= 0 ? one : other;
}
