import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import { activityNames, life, live, type Life, type Lived } from './life-testing.ts';
import type { ActivitySum, SumsQuestion } from './read-sums.ts';
import { ReportsDesk } from './reports.ts';
import { dayRange, splitByDay } from './rules/calendar.ts';
import { earliest } from './rules/moments.ts';
import { activeSeconds, epochSeconds, type Segment } from './rules/segments.ts';

type Asked = Omit<SumsQuestion, 'userId'>;

/** Asks everything about one person in one batch; somebody else has lived the same. */
function report(database: Database, whose: Life, questions: readonly Asked[]): Promise<(readonly ActivitySum[])[]> {
  return database.transact(async (session) => {
    const userId = await live(session, whose);
    await live(session, whose);
    const desk = new ReportsDesk(session);
    const answers = await Promise.all(questions.map((question) => desk.sums({ ...question, userId })));
    return { before: [], statement: sql`select 1`, conclude: () => answers };
  });
}

/** Nobody here has a session as long as ten days. */
const dayOf = ({ zones, dayStart, now }: Life, day: Temporal.PlainDate): Asked => {
  const stretches = zones.map((zone) => ({ zone, ...dayRange(day, zone, dayStart) }));
  return { stretches, now, since: earliest(stretches.map(({ from }) => from))?.subtract({ hours: 240 }) ?? null };
};
const always = ({ zones, now }: Life): Asked => ({
  stretches: zones.map((zone) => ({ zone, from: null, to: null })),
  now,
});
const total = (sums: readonly ActivitySum[]) => sums.reduce((sum, row) => sum + row.seconds, 0);

/** What the rules make of the same life: seconds by day, then by activity, without zeros. */
function byRules({ sessions, dayStart, now }: Life): Map<string, Record<string, number>> {
  const days = new Map<string, Record<string, number>>();
  for (const { segments, zone, activity } of sessions)
    for (const [day, active] of splitByDay(segments, zone, dayStart, now)) {
      const name = activityNames[activity] ?? '';
      const sums = days.get(day) ?? {};
      days.set(day, { ...sums, [name]: (sums[name] ?? 0) + active });
    }
  return days;
}

function byName(sums: readonly ActivitySum[]): Record<string, number> {
  return Object.fromEntries(sums.filter((row) => row.seconds > 0).map((row) => [row.name, row.seconds]));
}

function neighbours(day: string): string[] {
  const date = Temporal.PlainDate.from(day);
  return [date.subtract({ days: 1 }), date, date.add({ days: 1 })].map(String);
}

const stretch = (from: string, to: string): Segment => ({
  from: Temporal.Instant.from(from),
  to: Temporal.Instant.from(to),
});
/** A session of somebody in Moscow, where the clocks have not changed for years. */
const inMoscow = (segments: readonly Segment[], from: string, to: string): Life => ({
  sessions: [
    {
      startedAt: Temporal.Instant.from(from),
      finishedAt: Temporal.Instant.from(to),
      segments,
      activity: 0,
      zone: 'Europe/Moscow',
    },
  ],
  zones: ['Europe/Moscow'],
  dayStart: 0,
  now: Temporal.Instant.from('2026-11-25T00:00:00Z'),
});

function inTokyo(startedAt: Temporal.Instant, finishedAt: Temporal.Instant | null): Lived {
  const segments: Segment[] = [{ from: startedAt, to: finishedAt }];
  return { startedAt, finishedAt, segments, activity: 0, zone: 'Asia/Tokyo' };
}

describeOnBothEngines('sums of time', (database) => {
  it('T6 the database and the rules agree on every day, and the days add up to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (given) => {
        const expected = byRules(given);
        // Days around those with time as well: nothing may appear there.
        const days = [...new Set([...expected.keys()].flatMap((day) => neighbours(day)))];
        const [whole = [], ...sums] = await report(database(), given, [
          always(given),
          ...days.map((day) => dayOf(given, Temporal.PlainDate.from(day))),
        ]);
        for (const [place, day] of days.entries())
          expect([day, byName(sums[place] ?? [])]).toEqual([day, expected.get(day) ?? {}]);
        expect(total(whole)).toBe(sums.reduce((sum, day) => sum + total(day), 0));
        expect(total(whole)).toBe(
          given.sessions.reduce((sum, { segments }) => sum + activeSeconds(segments, given.now), 0),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('T6 counts sessions and finds the longest as the rules do', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (given) => {
        const [sums = []] = await report(database(), given, [always(given)]);
        for (const [place, name] of activityNames.entries()) {
          const own = given.sessions.filter(({ activity }) => activity === place);
          const found = sums.find((row) => row.name === name);
          expect(found?.sessions ?? 0).toBe(own.length);
          expect(found?.longest ?? 0).toBe(
            Math.max(0, ...own.map(({ segments }) => activeSeconds(segments, given.now))),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('T6 a session that stood still after midnight is no session of that day', async () => {
    const night = inMoscow(
      [stretch('2026-11-21T20:00:00Z', '2026-11-21T20:30:00Z')],
      '2026-11-21T20:00:00Z',
      '2026-11-21T22:00:00Z',
    );
    const [before, after] = await report(database(), night, [
      dayOf(night, Temporal.PlainDate.from('2026-11-21')),
      dayOf(night, Temporal.PlainDate.from('2026-11-22')),
    ]);
    expect(before).toMatchObject([{ seconds: 1800, sessions: 1 }]);
    expect(after).toEqual([]);
  });

  it('T6 a session that ended in the second it began is a session all the same', async () => {
    const blink = inMoscow([], '2026-11-22T07:00:00Z', '2026-11-22T07:00:00Z');
    const [sums] = await report(database(), blink, [dayOf(blink, Temporal.PlainDate.from('2026-11-22'))]);
    expect(sums).toMatchObject([{ seconds: 0, sessions: 1, longest: 0 }]);
  });

  it('T6 what is asked for the future is empty', async () => {
    const soon = inMoscow(
      [stretch('2026-11-22T07:00:00Z', '2026-11-22T08:00:00Z')],
      '2026-11-22T07:00:00Z',
      '2026-11-22T08:00:00Z',
    );
    const [sums] = await report(database(), soon, [dayOf(soon, Temporal.PlainDate.from('2031-01-01'))]);
    expect(sums).toEqual([]);
  });

  it('T6 a question without a stretch, asked beside others, is answered with nothing', async () => {
    const one = inMoscow(
      [stretch('2026-11-22T07:00:00Z', '2026-11-22T08:00:00Z')],
      '2026-11-22T07:00:00Z',
      '2026-11-22T08:00:00Z',
    );
    const [none, all] = await report(database(), one, [{ stretches: [], now: one.now }, always(one)]);
    expect([none?.length, all?.length]).toEqual([0, 1]);
  });

  it('lists the recent sessions from the latest on, the running one with an open end', async () => {
    const [first, second] = ['2026-11-20T07:00:00Z', '2026-11-22T07:00:00Z'].map((at) => Temporal.Instant.from(at));
    if (!first || !second) throw new Error('two moments');
    const end = first.add({ hours: 1 });
    const given: Life = { sessions: [inTokyo(first, end), inTokyo(second, null)], zones: [], dayStart: 0, now: second };
    const recent = await database().transact(async (session) => {
      const userId = await live(session, given);
      const found = await new ReportsDesk(session).recentStretches({ userId, atMost: 9, since: first, before: null });
      return { before: [], statement: sql`select 1`, conclude: () => found };
    });
    expect(recent).toMatchObject([
      { from: epochSeconds(second), to: null, zone: 'Asia/Tokyo' },
      { from: epochSeconds(first), to: epochSeconds(end), zone: 'Asia/Tokyo' },
    ]);
  });

  it('leaves nobody with two running sessions, whatever is written past the rules', async () => {
    const at = Temporal.Instant.from('2026-11-22T07:00:00Z');
    const running: Lived = {
      startedAt: at,
      finishedAt: null,
      segments: [{ from: at, to: null }],
      activity: 0,
      zone: 'UTC',
    };
    const twice: Life = { sessions: [running, running], zones: [], dayStart: 0, now: at };
    await expect(report(database(), twice, [])).rejects.toMatchObject({ code: '23505' });
    expect(await ask(database(), sql`select 1 as n`)).toEqual([{ n: 1 }]);
  });
});
