import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { isJobId, isTelegramId, isUserId } from '../platform/ids.ts';
import { eraseRows } from '../privacy/store/erase-rows.ts';
import { places } from '../privacy/store/places.ts';
import { TestClock } from '../tracker/testing.ts';
import { rebuildRollUps } from './rebuild.ts';
import { rollUp } from './roll-up.ts';
import { statisticsRoutes } from './routes.ts';
import { waysShape } from './schema.ts';
import { enrolAs, forgetStatistics, randomNumbers, writeRows, type TrialRow } from './testing.ts';

const never = new AbortController().signal;
const start = Date.parse('2026-10-20T00:00:00Z');
const [hour, day] = [3_600_000, 86_400_000];
const zone = 'Asia/Kathmandu';
const within = `from=2026-10-21&to=2026-10-27&zone=${zone}`;

/** All that the panel asks, in a zone whose days begin at a quarter to the hour. */
const questions = [
  `/statistics/activity?${within}`,
  `/statistics/activity?${within}&group=handler&unit=hour`,
  `/statistics/activity?${within}&group=event&unit=week`,
  `/statistics/activity?from=2026-10-21T10:15:00Z&to=2026-10-25T11:45:00Z&group=outcome`,
  `/statistics/users?${within}`,
  `/statistics/users?from=2026-10-01&to=2026-10-31&unit=week&zone=America/New_York`,
  `/statistics/cohorts?${within}&unit=day`,
  `/statistics/funnel?${within}&steps=event:start&steps=handler:/a&steps=handler:/b&window=40000`,
  `/statistics/hours?${within}`,
  `/statistics/sources?${within}`,
  `/statistics/errors?${within}`,
  `/statistics/errors?${within}&limit=0`,
  `/statistics/time-tracked?${within}`,
  `/statistics/time-tracked?from=2026-10-23T10:15:00Z&to=2026-10-27T11:45:00Z&unit=week`,
  `/statistics/ways?${within}`,
  `/statistics/ways?${within}&version=2`,
  `/statistics/ways?from=2026-10-01&to=2026-10-31`,
  `/statistics/funnel?from=2026-10-21T10:15:00Z&to=2026-10-27T11:45:00Z&steps=handler:/a&steps=handler:c&steps=handler:/a`,
];

describeOnBothEngines('rolling statistics up', (database) => {
  const clock = new TestClock('2026-10-28T10:20:00Z');
  const random = randomNumbers(7);
  let api: TestApi;

  beforeAll(async () => {
    const { queries } = database();
    api = await startApi({ queries, features: [statisticsRoutes({ database: database(), clock, zone: 'UTC' })] });
  });
  afterAll(() => api.close());
  beforeEach(() => forgetStatistics(database()));

  const pick = <One>(of: readonly One[], otherwise: One): One => of[Math.floor(random() * of.length)] ?? otherwise;
  const people = [1, 2, 3, 2047, 2048, 2049, 5000, 9_000_000_000];

  function randomRow(): TrialRow {
    const event = pick(['start', 'command', 'text', 'button_click', 'my_chat_member'], 'text');
    return {
      event,
      userId: event === 'text' && random() < 0.1 ? null : pick(people, 1),
      at: start + Math.floor(random() * 8.4 * day),
      handler: event === 'my_chat_member' || random() < 0.1 ? null : pick(['/a', '/b', 'c', 'd'], '/a'),
      outcome: pick(['done', 'done', 'done', 'failed', 'unknown'], 'done'),
      source: event === 'start' ? pick([null, 'ad', '=1+1'], null) : null,
      version: pick([1, 2], 1),
    };
  }

  async function liveRandomly(count: number): Promise<TrialRow[]> {
    for (const id of people) await enrolAs(database(), id, start + Math.floor(random() * 6 * day));
    const rows = Array.from({ length: count }, randomRow);
    await writeRows(database(), rows);
    return rows;
  }

  async function trackRandomly(count: number): Promise<void> {
    const { queries } = database();
    await sql`
      with made as (
        insert into activities (user_id, name, name_key) select id, 'x', 'x' from users returning id, user_id)
      insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      select gen_random_uuid(), made.user_id, made.id, at, at + interval '1 minute' * (1 + n), 60 * (1 + n), '{}', 'UTC'
      from made, generate_series(0, ${count}::int) n, lateral (
        select timestamptz '2026-10-20' + n * interval '5 hours' + made.id % 7 * interval '17 minutes' as at) one`.execute(
      queries,
    );
  }

  async function answers(): Promise<unknown[]> {
    const told: unknown[] = [];
    for (const question of questions) {
      const { status, body } = await api.call(question);
      expect([question, status, status === 200 ? null : body]).toEqual([question, 200, null]);
      told.push(body);
    }
    return told;
  }

  async function rollUpAt(moment: string): Promise<void> {
    await rollUp(database(), Temporal.Instant.from(moment), never);
    await sql`update statistics_state set looked_at = '-infinity'`.execute(database().queries);
  }

  it('S2 what is rolled up and what is open together tell what the rows tell', async () => {
    await liveRandomly(600);
    await trackRandomly(20);
    const fromRows = await answers();
    for (const moment of ['2026-10-22T07:40:00Z', '2026-10-25T00:00:00Z', '2026-10-28T10:20:00Z']) {
      await rollUpAt(moment);
      expect(await answers()).toEqual(fromRows);
    }
    const { rows } = await sql<{ closed_until: Temporal.Instant }>`
      select closed_until from statistics_state`.execute(database().queries);
    expect(rows[0]?.closed_until.toString()).toBe('2026-10-28T09:00:00Z');
  });

  it('S2 the period before adds up to what is told of it by itself', async () => {
    await liveRandomly(300);
    await trackRandomly(20);
    const totals = z.object({ total: z.unknown(), previous_total: z.unknown().optional() });
    const of = async (name: string, range: string) =>
      totals.parse((await api.call(`/statistics/${name}?${range}&zone=${zone}`)).body);
    for (const moment of [null, '2026-10-25T07:40:00Z', '2026-10-28T10:20:00Z']) {
      if (moment !== null) await rollUpAt(moment);
      for (const name of ['activity', 'users', 'errors', 'time-tracked']) {
        const { previous_total: told } = await of(name, 'from=2026-10-24&to=2026-10-27');
        expect([name, told]).toEqual([name, (await of(name, 'from=2026-10-20&to=2026-10-23')).total]);
      }
    }
  });

  it('S2 what comes after its hour was rolled up is found', async () => {
    await liveRandomly(200);
    await rollUpAt('2026-10-28T10:20:00Z');
    await writeRows(database(), Array.from({ length: 50 }, randomRow));
    for (const moment of ['2026-10-28T10:25:00Z', '2026-10-28T10:30:00Z']) await rollUpAt(moment);
    const rolledUp = await answers();
    await sql`update statistics_state set closed_until = null`.execute(database().queries);
    expect(await answers()).toEqual(rolledUp);
  });

  it('S2 what the version before has found late and rolled up again is gathered as well', async () => {
    await liveRandomly(200);
    await rollUpAt('2026-10-28T10:20:00Z');
    await writeRows(database(), Array.from({ length: 50 }, randomRow));
    const { queries } = database();
    await sql`
      update statistics_state set statistics_seen = (select max(id) from statistics),
        statistics_next = (select max(id) from statistics)`.execute(queries);
    await rollUpAt('2026-10-28T10:25:00Z');
    const rolledUp = await answers();
    await sql`update statistics_state set closed_until = null, gathered_until = null`.execute(queries);
    expect(await answers()).toEqual(rolledUp);
  });

  it('S2 what was rolled up before ways were gathered and moments packed is told as well, and made good', async () => {
    await liveRandomly(300);
    await rollUpAt('2026-10-28T10:20:00Z');
    const before = await answers();
    const { queries } = database();
    await sql`update statistics_state set gathered_until = null`.execute(queries);
    await sql`delete from statistics_ways where span > 86400`.execute(queries);
    await sql`update statistics_moments set packed = null`.execute(queries);
    expect(await answers()).toEqual(before);
    await rollUpAt('2026-10-28T10:25:00Z');
    expect(await answers()).toEqual(before);
    const { rows } = await sql<{ unpacked: number; long: number[] }>`
      select (select count(*) from statistics_moments where packed is null) as unpacked,
        (select array_agg(distinct span::bigint) from statistics_ways where span > 86400) as long`.execute(queries);
    expect(rows).toEqual([{ unpacked: 0, long: [345_600, 1_382_400] }]);
  });

  it('T12 what is packed is without whoever was erased, and so are ways of long spans', async () => {
    await liveRandomly(300);
    await rollUpAt('2026-10-28T10:20:00Z');
    const { queries } = database();
    const [userId, telegramId, jobId] = [2_048, 2_048, randomUUID()];
    if (!isUserId(userId) || !isTelegramId(telegramId) || !isJobId(jobId)) throw new Error('ids');
    const createdAt = Temporal.Instant.from('2026-10-20T00:00:00Z');
    const erased = { userId, telegramId, jobId, createdAt, erasingAt: clock.now() };
    for (const place of places.filter(({ table }) => table.startsWith('statistics')))
      await eraseRows(queries, place, erased, { now: clock.now(), signal: never });
    const rolledUp = await answers();
    const { rows } = await sql<{ differing: number }>`
      select count(*) as differing from statistics_moments
      where packed is distinct from statistics_packed(moments)`.execute(queries);
    expect(rows).toEqual([{ differing: 0 }]);
    // Sums stay; people are told as if that person had never been.
    await sql`
      update statistics_state set closed_until = null, gathered_until = null, tracked_until = null`.execute(queries);
    const fromRows = await answers();
    for (const [place, question] of questions.entries()) {
      if (question.includes('/funnel')) expect(rolledUp[place]).toEqual(fromRows[place]);
      if (question.includes('/ways')) expect(peopleOfWays(rolledUp[place])).toEqual(peopleOfWays(fromRows[place]));
    }
  });

  it('S2 two workers at once do what one does', async () => {
    await liveRandomly(300);
    await trackRandomly(10);
    const fromRows = await answers();
    await Promise.all([rollUpAt('2026-10-28T10:20:00Z'), rollUpAt('2026-10-28T10:20:00Z')]);
    expect(await answers()).toEqual(fromRows);
  });

  it('S2 a rebuilding makes right whatever was spoilt', async () => {
    await liveRandomly(200);
    await trackRandomly(5);
    await rollUpAt('2026-10-28T10:20:00Z');
    const before = await answers();
    const { queries } = database();
    await sql`delete from statistics_people where at < '2026-10-24'`.execute(queries);
    await sql`update statistics_counts set so_far = array[9], quarters = array[0]`.execute(queries);
    await sql`delete from statistics_tracked where day = '2026-10-21'`.execute(queries);
    expect(await answers()).not.toEqual(before);
    const days: string[] = [];
    const onDay = (done: { readonly day: Temporal.PlainDate }) => void days.push(done.day.toString());
    expect(await rebuildRollUps(database(), null, { onDay, signal: never })).toBe(9);
    expect([days[0], days.at(-1)]).toEqual(['2026-10-28', '2026-10-20']);
    expect(await answers()).toEqual(before);
  });

  it('D6 what was rolled up stays when the rows of its month have left for the archive', async () => {
    await liveRandomly(200);
    await rollUpAt('2026-10-28T10:20:00Z');
    const before = await answers();
    const { queries } = database();
    await sql`
      insert into archive_months (run, table_name, month, state, key_id, key)
      values (gen_random_uuid(), 'statistics', '2026-10-01', 'dropped', gen_random_uuid(), '\\x00')`.execute(queries);
    await sql`delete from statistics where timestamp < '2026-10-28T09:00:00Z'`.execute(queries);
    await rebuildRollUps(database(), null, { onDay: () => undefined, signal: never });
    const after = await answers();
    await sql`delete from archive_months`.execute(queries);
    // Ways at the ends of a range are read from rows.
    const kept = questions
      .map((question, place) => (question.includes('/ways') ? -1 : place))
      .filter((place) => place >= 0);
    expect(kept.map((place) => after[place])).toEqual(kept.map((place) => before[place]));
  });

  it('T6 a session that is changed by hand on a day that was rolled up is counted as it is now', async () => {
    await liveRandomly(10);
    await trackRandomly(20);
    await rollUpAt('2026-10-28T10:20:00Z');
    const { queries } = database();
    await sql`
      with changed as (
        update sessions set duration = duration + 1000 where started_at < '2026-10-23'
        returning id, user_id, started_at)
      insert into session_events_log (session_id, user_id, event_type, payload, at)
      select id, user_id, 'session.corrected', jsonb_build_object('before', jsonb_build_object('started_at', started_at),
        'after', jsonb_build_object('started_at', started_at)), now() from changed`.execute(queries);
    await rollUpAt('2026-10-28T10:25:00Z');
    const rolledUp = await answers();
    await sql`update statistics_state set tracked_until = null`.execute(queries);
    expect(await answers()).toEqual(rolledUp);
  });

  describe('with a model beside it', () => {
    it('S2 counts every interaction and every person once, in the days of the zone', async () => {
      const rows = await liveRandomly(500);
      await rollUpAt('2026-10-26T10:20:00Z');
      const offset = 5.75 * hour;
      const dayIn = (at: number) => Math.floor((at + offset - Date.parse('2026-10-21T00:00:00Z')) / day);
      const wanted = Array.from({ length: 7 }, (_, number) => {
        const own = rows.filter(({ at }) => dayIn(at) === number);
        const active = own.filter(({ userId, event }) => userId !== null && event !== 'my_chat_member');
        return { events: own.length, people: new Set(active.map(({ userId }) => userId)).size };
      });
      const activity = await api.call(`/statistics/activity?${within}`);
      expect(activity.body).toMatchObject({ series: [{ counts: wanted.map(({ events }) => events) }] });
      const users = await api.call(`/statistics/users?${within}`);
      expect(users.body).toMatchObject({ active: wanted.map((one) => one.people) });
    });

    it('C11 finds the ways, entries and stops of visits', async () => {
      await writeRows(database(), [
        visit(1, '2026-10-22T05:50:00Z', '/a'),
        visit(1, '2026-10-22T06:10:00Z', '/b'),
        visit(1, '2026-10-22T06:40:00Z', '/a'),
        visit(1, '2026-10-22T07:10:01Z', '/b'),
        visit(2, '2026-10-22T23:55:00Z', '/a'),
        visit(2, '2026-10-23T00:05:00Z', '/b'),
      ]);
      for (const moment of ['2026-10-22T07:40:00Z', '2026-10-28T10:20:00Z']) {
        await rollUpAt(moment);
        expect((await api.call(`/statistics/ways?${within}`)).body).toMatchObject({
          ways: [
            { from: '/a', to: '/b', times: 2, people: 2 },
            { from: '/b', to: '/a', times: 1, people: 1 },
          ],
          screens: expect.arrayContaining([
            { handler: '/a', times: 3, entries: 2, stops: 1, stopped_people: 1 },
            { handler: '/b', times: 3, entries: 1, stops: 2, stopped_people: 2 },
          ]),
        });
      }
    });
  });
});

/** Of the ways that anybody took, how many people. */
function peopleOfWays(answer: unknown): readonly string[] {
  const { ways } = waysShape.parse(answer);
  return ways
    .filter(({ people }) => people > 0)
    .map(({ from, to, people }) => `${from} ${to} ${people}`)
    .toSorted();
}

function visit(userId: number, at: string, handler: string): TrialRow {
  const moment = Date.parse(at);
  return { event: 'button_click', userId, at: moment, handler, outcome: 'done', source: null, version: 1 };
}
