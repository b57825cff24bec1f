import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { isJobId, isTelegramId, isUserId } from '../platform/ids.ts';
import { eraseRows } from '../privacy/store/erase-rows.ts';
import { places } from '../privacy/store/places.ts';
import { TestClock } from '../tracker/testing.ts';
import { rollUp } from './roll-up.ts';
import { statisticsRoutes } from './routes.ts';
import { usersShape } from './schema.ts';
import { enrolAs, forgetStatistics, writeRows, type TrialRow } from './testing.ts';

const never = new AbortController().signal;
const paths = ['activity', 'users', 'cohorts', 'hours', 'sources', 'errors', 'time-tracked', 'ways', 'now'];
const funnel = '/statistics/funnel?steps=event:start&steps=handler:/menu';

describeOnBothEngines('the API of statistics', (database) => {
  const clock = new TestClock('2026-11-22T14:20:00Z');
  let api: TestApi;

  beforeAll(async () => {
    const { queries } = database();
    const features = [statisticsRoutes({ database: database(), clock, zone: 'Europe/Moscow' })];
    api = await startApi({ queries, features });
  });
  afterAll(() => api.close());
  beforeEach(() => forgetStatistics(database()));

  const rollUpAll = () => rollUp(database(), clock.now(), never);

  it('S2 every figure is answered where there is nothing at all, also as a table', async () => {
    for (const path of [...paths.map((name) => `/statistics/${name}`), funnel]) {
      expect([path, (await api.call(path)).status]).toEqual([path, 200]);
      const [name = '', query = ''] = path.split('?');
      const table = await api.call(`${name}.csv?${query}`);
      expect([path, table.status, table.headers.get('content-type')]).toEqual([path, 200, 'text/csv; charset=utf-8']);
    }
  });

  it('S2 who may read statistics may, others may not', async () => {
    for (const path of [...paths.map((name) => `/statistics/${name}`), '/statistics/users.csv', funnel]) {
      expect((await api.call(path, { scopes: ['statistics:read'] })).status).toBe(200);
      expect((await api.call(path, { scopes: ['config:read', 'users:read'] })).status).toBe(403);
      expect((await api.call(path, { scopes: null })).status).toBe(401);
    }
  });

  it.each([
    ['activity?zone=Moon/Sea', 'query.zone'],
    ['activity?from=yesterday', 'query.from'],
    ['activity?from=2026-11-10&to=2026-11-01', 'query.to'],
    ['users?from=2019-01-01&to=2026-01-01', 'query.from'],
    ['users?unit=hour', 'query.unit'],
    ['activity?from=2026-01-01&to=2026-06-01&unit=hour', 'query.unit'],
    ['cohorts?from=2025-11-22&to=2026-11-22&unit=day', 'query.unit'],
    ['funnel?steps=event:start', 'query.steps'],
    ['funnel?steps=event:start&steps=/menu', 'query.steps[1]'],
    ['funnel?steps=event:start&steps=handler:/menu&window=0', 'query.window'],
    ['ways?version=x', 'query.version'],
    ['now?from=2026-11-10', 'query.from'],
  ])('S2 %s is refused, and why is said', async (path, field) => {
    const { status, body } = await api.call(`/statistics/${path}`);
    expect(status).toBe(422);
    const { errors } = z.object({ errors: z.array(z.object({ path: z.string() })) }).parse(body);
    expect(errors[0]?.path).toBe(field);
  });

  it('S2 activity is told apart, compared with the period before, and what is rare is added up', async () => {
    await writeRows(database(), [
      row(1, '2026-11-21T20:59:00Z'),
      row(1, '2026-11-21T21:00:00Z'),
      row(2, '2026-11-22T10:00:00Z', { handler: '/stats' }),
      row(2, '2026-11-22T10:01:00Z', { handler: '/stats' }),
      row(3, '2026-11-22T10:02:00Z', { handler: null, outcome: 'unknown' }),
      row(1, '2026-11-20T10:00:00Z'),
    ]);
    await rollUpAll();
    const { body } = await api.call(
      '/statistics/activity?from=2026-11-21&to=2026-11-22&group=handler&unit=day&limit=1',
    );
    expect(body).toEqual({
      from: '2026-11-21T00:00:00+03:00',
      to: '2026-11-23T00:00:00+03:00',
      zone: 'Europe/Moscow',
      unit: 'day',
      previous: { from: '2026-11-19T00:00:00+03:00', to: '2026-11-21T00:00:00+03:00' },
      buckets: ['2026-11-21T00:00:00+03:00', '2026-11-22T00:00:00+03:00'],
      total: 5,
      previous_total: 1,
      series: [{ key: '/menu', total: 2, previous_total: 1, counts: [1, 1], previous_counts: [0, 1] }],
      others: { key: null, total: 3, previous_total: 0, counts: [0, 3], previous_counts: [0, 0] },
    });
  });

  it('S2 people are active, new or returning, and counted once however often they come', async () => {
    await enrolAs(database(), 1, at('2026-11-01T10:00:00Z'));
    await enrolAs(database(), 2, at('2026-11-21T10:00:00Z'));
    await writeRows(database(), [
      row(1, '2026-11-21T10:00:00Z'),
      row(1, '2026-11-21T11:00:00Z'),
      row(2, '2026-11-21T10:00:00Z'),
      row(2, '2026-11-22T10:00:00Z'),
      row(1, '2026-11-22T11:00:00Z', { event: 'my_chat_member', handler: null, outcome: 'blocked' }),
    ]);
    const path = '/statistics/users?from=2026-11-21&to=2026-11-22&unit=day';
    const wanted = {
      active: [2, 1],
      new: [1, 0],
      returning: [1, 1],
      total: { active: 2, new: 1, returning: 1 },
      previous_total: { active: 0, new: 0, returning: 0 },
      known: 2,
    };
    expect((await api.call(path)).body).toMatchObject(wanted);
    await rollUpAll();
    expect((await api.call(path)).body).toMatchObject(wanted);
  });

  it('S2 a cohort is followed from the week in which it came', async () => {
    for (const id of [1, 2, 3]) await enrolAs(database(), id, at(`2026-11-0${id + 1}T10:00:00Z`));
    await writeRows(database(), [
      ...[1, 2, 3].map((id) => row(id, `2026-11-0${id + 1}T10:00:00Z`)),
      row(1, '2026-11-10T10:00:00Z'),
      row(2, '2026-11-17T10:00:00Z'),
      row(3, '2026-11-18T10:00:00Z'),
    ]);
    await rollUpAll();
    expect((await api.call('/statistics/cohorts?from=2026-11-02&to=2026-11-29')).body).toMatchObject({
      cohorts: [
        { start: '2026-11-02T00:00:00+03:00', people: 3, active: [3, 1, 2] },
        { people: 0, active: [0, 0] },
        { people: 0, active: [0] },
      ],
    });
  });

  it('S2 a funnel goes over the border of what is rolled up', async () => {
    await writeRows(database(), [
      row(1, '2026-11-22T12:50:00Z', { event: 'start' }),
      row(1, '2026-11-22T13:10:00Z'),
      row(2, '2026-11-22T12:40:00Z'),
      row(2, '2026-11-22T12:50:00Z', { event: 'start' }),
      row(3, '2026-11-21T10:00:00Z', { event: 'start', handler: '/start' }),
      row(3, '2026-11-21T10:00:30Z'),
    ]);
    await rollUpAll();
    expect((await api.call(funnel)).body).toMatchObject({
      window: 604_800,
      steps: [
        { step: 'event:start', people: 3, share: 1, share_of_previous: 1 },
        { step: 'handler:/menu', people: 2, share: 0.6667, share_of_previous: 0.6667 },
      ],
    });
  });

  it('S2 a source tells who came by it for the first time, and a formula in it does no harm', async () => {
    await enrolAs(database(), 1, at('2026-11-20T10:00:01Z'));
    await enrolAs(database(), 2, at('2026-11-01T10:00:00Z'));
    await enrolAs(database(), 3, at('2026-11-22T14:00:00Z'));
    await writeRows(database(), [
      row(1, '2026-11-20T10:00:00Z', { event: 'start', source: '=1+1' }),
      row(1, '2026-11-20T12:00:00Z', { event: 'start', source: '=1+1' }),
      row(2, '2026-11-20T12:00:00Z', { event: 'start', source: '=1+1' }),
      row(2, '2026-11-20T12:30:00Z', { event: 'start' }),
      row(3, '2026-11-22T14:00:00Z', { event: 'start' }),
    ]);
    await rollUpAll();
    expect((await api.call('/statistics/sources')).body).toMatchObject({
      sources: [
        { source: '=1+1', starts: 3, people: 2, new_people: 1 },
        { source: null, starts: 1, people: 1, new_people: 1 },
      ],
    });
    const table = await api.call('/statistics/sources.csv');
    expect(table.headers.get('content-disposition')).toBe('attachment; filename="sources.csv"');
    expect(table.body).toBe("source,starts,people,new_people\r\n'=1+1,3,2,1\r\n,1,1,1\r\n");
  });

  it('S2 what failed or was refused is told by handler and outcome', async () => {
    await writeRows(database(), [
      row(1, '2026-11-22T10:00:00Z', { outcome: 'failed' }),
      row(1, '2026-11-22T14:10:00Z', { outcome: 'failed' }),
      row(1, '2026-11-22T10:02:00Z', { outcome: 'unknown', handler: null }),
      row(1, '2026-11-22T10:03:00Z'),
      row(1, '2026-11-22T10:04:00Z', { event: 'my_chat_member', outcome: 'blocked', handler: null }),
    ]);
    await rollUpAll();
    expect((await api.call('/statistics/errors?from=2026-11-22')).body).toMatchObject({
      interactions: 5,
      total: 3,
      series: [
        { handler: '/menu', outcome: 'failed', total: 2 },
        { handler: null, outcome: 'unknown', total: 1 },
      ],
    });
  });

  it('S2 the totals of what failed are told alone to who asks for no series', async () => {
    await writeRows(database(), [
      row(1, '2026-11-21T10:00:00Z', { outcome: 'failed' }),
      row(1, '2026-11-22T10:00:00Z', { outcome: 'failed' }),
      row(1, '2026-11-22T10:02:00Z', { outcome: 'unknown', handler: null }),
      row(1, '2026-11-22T10:03:00Z'),
      row(1, '2026-11-22T10:04:00Z', { event: 'my_chat_member', outcome: 'blocked', handler: null }),
    ]);
    const totals = { interactions: 4, total: 2, previous_total: 1 };
    for (const work of [async () => 0, rollUpAll]) {
      await work();
      const told = async (limit: string) => (await api.call(`/statistics/errors?from=2026-11-22${limit}`)).body;
      expect(await told('&limit=0')).toMatchObject({ ...totals, series: [] });
      expect(await told('&limit=1')).toMatchObject({ ...totals, series: [{ handler: '/menu', total: 1 }] });
      expect(await told('')).toMatchObject(totals);
    }
  });

  it('S2 what happens now is told to the minute', async () => {
    await enrolAs(database(), 1, at('2026-11-01T10:00:00Z'));
    await sql`
      insert into trackers (user_id, state, session_id, session_started_at)
      values (1, 'paused', gen_random_uuid(), now())`.execute(database().queries);
    await writeRows(database(), [
      row(1, '2026-11-22T14:19:30Z'),
      row(2, '2026-11-22T14:16:30Z'),
      row(2, '2026-11-22T13:55:30Z'),
      row(3, '2026-11-22T13:40:30Z'),
    ]);
    const { body } = await api.call('/statistics/now');
    expect(body).toMatchObject({ people: 2, updates_per_minute: 0.4, running: 0, paused: 1 });
    const { minutes } = z.object({ minutes: z.array(z.number()) }).parse(body);
    expect([minutes.length, minutes.at(-1), minutes.at(-4), minutes[5]]).toEqual([30, 1, 1, 1]);
  });

  it('T12 who was erased is counted among nobody any more, and what happened stays', async () => {
    const [userId, telegramId, jobId] = [1, 1, randomUUID()];
    if (!isUserId(userId) || !isTelegramId(telegramId) || !isJobId(jobId)) throw new Error('ids');
    for (const id of [1, 2]) await enrolAs(database(), id, at('2026-11-01T10:00:00Z'));
    const starts = [1, 2].map((id) => row(id, '2026-11-21T10:00:00Z', { event: 'start', source: 'ad' }));
    await writeRows(database(), [...starts, row(1, '2026-11-21T10:05:00Z'), row(2, '2026-11-21T10:05:00Z')]);
    await rollUpAll();
    const person = { userId, telegramId, jobId, createdAt: clock.now(), erasingAt: clock.now() };
    for (const place of places.filter(({ table }) => table.startsWith('statistics')))
      await eraseRows(database().queries, place, person, { now: clock.now(), signal: never });
    const users = usersShape.parse((await api.call('/statistics/users?from=2026-11-21&to=2026-11-21')).body);
    expect(users.active).toEqual([1]);
    expect((await api.call('/statistics/activity?from=2026-11-21&to=2026-11-21')).body).toMatchObject({ total: 4 });
    expect((await api.call('/statistics/sources')).body).toMatchObject({ sources: [{ source: 'ad', people: 1 }] });
    expect((await api.call(funnel)).body).toMatchObject({ steps: [{ people: 1 }, { people: 1 }] });
    expect((await api.call('/statistics/ways?from=2026-11-21&to=2026-11-21')).body).toMatchObject({
      screens: [{ handler: '/menu', times: 4, stops: 2, stopped_people: 1 }],
    });
  });
});

const at = (text: string): number => Date.parse(text);

function row(userId: number, moment: string, more: Partial<TrialRow> = {}): TrialRow {
  const usual = { event: 'button_click', handler: '/menu', outcome: 'done', source: null, version: 1 };
  return { ...usual, userId, at: at(moment), ...more };
}
