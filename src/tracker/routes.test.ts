import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { makeCursor, pageOf } from '../platform/http/page.ts';
import { trackerRoutes } from './routes.ts';
import { sessionShape } from './schema.ts';
import { newPerson, TestClock, timeDependencies } from './testing.ts';

const listed = pageOf(sessionShape);
const identified = z.looseObject({ id: z.string() });
const idOf = ({ body }: { readonly body: unknown }): string => identified.parse(body).id;

describeOnBothEngines('the API of the tracker', (database) => {
  // Half past two in the afternoon in Moscow.
  const start = '2026-11-22T11:30:00Z';
  let clock = new TestClock(start);
  let api: TestApi;
  let user: UserId;
  let reading: ActivityId;
  let work: ActivityId;

  beforeAll(async () => {
    const deps = timeDependencies(database(), clock);
    const moved = { ...deps, clock: { now: () => clock.now() } };
    api = await startApi({ queries: database().queries, features: [trackerRoutes(moved)] });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    clock = new TestClock(start);
    const person = await newPerson(database());
    user = person.id;
    [reading, work] = person.activities;
  });

  const post = (path: string, body?: unknown) => api.call(path, { method: 'POST', body });
  const begin = (activity = reading) => post('/sessions', { user_id: String(user), activity_id: String(activity) });
  const past = (startedAt: string, finishedAt: string, rest: object = {}) =>
    post('/sessions', { user_id: user, activity_id: reading, started_at: startedAt, finished_at: finishedAt, ...rest });
  const change = (id: string, body: unknown) => api.call(`/sessions/${id}`, { method: 'PATCH', body });
  const day = (from: string) => api.call(`/users/${user}/stats?from=${from}&to=${from}`);

  it('A3 starts, pauses, resumes and ends a session as the chat does', async () => {
    const started = await begin();
    expect(started).toMatchObject({
      status: 201,
      body: {
        user_id: String(user),
        activity_id: String(reading),
        state: 'tracking',
        started_at: '2026-11-22T11:30:00Z',
        finished_at: null,
        duration: 0,
        time_zone: 'Europe/Moscow',
      },
    });
    const id = idOf(started);
    clock.pass(12);
    expect(await post(`/sessions/${id}/pause`)).toMatchObject({
      status: 200,
      body: { state: 'paused', duration: 720 },
    });
    clock.pass(5);
    expect(await post(`/sessions/${id}/resume`)).toMatchObject({ status: 200, body: { state: 'tracking' } });
    clock.pass(20);
    expect(await post(`/sessions/${id}/end`)).toMatchObject({
      status: 200,
      body: { state: 'finished', duration: 32 * 60, finished_at: '2026-11-22T12:07:00Z' },
    });
    expect(await api.call(`/sessions/${id.toUpperCase()}`)).toMatchObject({
      status: 200,
      body: {
        segments: [
          { from: '2026-11-22T11:30:00Z', to: '2026-11-22T11:42:00Z' },
          { from: '2026-11-22T11:47:00Z', to: '2026-11-22T12:07:00Z' },
        ],
      },
    });
    expect(api.audited.map(({ action }) => action)).toContain('session.end');
  });

  it('T4 a second start is refused with the session that runs', async () => {
    const id = idOf(await begin());
    expect(await begin(work)).toMatchObject({
      status: 409,
      body: { type: 'urn:minuta:problem:other_running', session: { id, activity_id: String(reading) } },
    });
    expect(await begin()).toMatchObject({ status: 409, body: { session: { id } } });
  });

  it('T4 what the state does not allow is refused with what is true', async () => {
    const id = idOf(await begin());
    expect(await post(`/sessions/${id}/resume`)).toMatchObject({
      status: 409,
      body: { session: { state: 'tracking' } },
    });
    await post(`/sessions/${id}/pause`);
    expect(await post(`/sessions/${id}/pause`)).toMatchObject({ status: 409, body: { session: { state: 'paused' } } });
    await post(`/sessions/${id}/end`);
    expect(await post(`/sessions/${id}/end`)).toMatchObject({
      status: 409,
      body: { type: 'urn:minuta:problem:finished', session: { id, state: 'finished' } },
    });
  });

  it('T4 a switch ends one session and starts another in the same second', async () => {
    const id = idOf(await begin());
    clock.pass(10);
    const switched = await post('/sessions/switch', { user_id: user, activity_id: work });
    expect(switched).toMatchObject({
      status: 201,
      body: {
        activity_id: String(work),
        started_at: '2026-11-22T11:40:00Z',
        finished: { id, duration: 600, finished_at: '2026-11-22T11:40:00Z' },
      },
    });
  });

  it('T4 of many starts at the same moment one begins a session', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, place) => begin(place % 2 ? reading : work)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  it('A3 nobody, somebody else’s activity and what is no id are told apart', async () => {
    const other = await newPerson(database());
    const wrong = { user_id: user, activity_id: other.activities[0] };
    expect(await post('/sessions', wrong)).toMatchObject({ status: 422, body: { errors: [{ path: 'activity_id' }] } });
    expect(await post('/sessions', { user_id: 999_999_999, activity_id: reading })).toMatchObject({ status: 422 });
    expect((await api.call('/sessions/019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11')).status).toBe(404);
    expect((await api.call('/sessions/ffffffff-ffff-ffff-ffff-ffffffffffff')).status).toBe(404);
    expect((await api.call('/sessions/17')).status).toBe(404);
    expect((await post('/sessions/019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11/end')).status).toBe(404);
    expect((await api.call('/users/999999999/stats')).status).toBe(404);
  });

  it('T9 a past session is written down, and refused where it overlaps, with the session it hits', async () => {
    const first = await past('2026-11-22T09:00:00Z', '2026-11-22T12:00:00+03:00');
    expect(first.status).toBe(422);
    const second = await past('2026-11-22T09:00:00Z', '2026-11-22T13:00:00+03:00');
    expect(second).toMatchObject({ status: 201, body: { state: 'finished', duration: 3600 } });
    expect(await past('2026-11-22T09:59:59Z', '2026-11-22T10:30:00Z')).toMatchObject({
      status: 409,
      body: { type: 'urn:minuta:problem:overlap', session: { id: idOf(second) } },
    });
    expect((await past('2026-11-22T10:00:00Z', '2026-11-22T10:30:00Z')).status).toBe(201);
    expect((await past('2026-11-22T08:00:00Z', '2026-11-22T09:00:00Z')).status).toBe(201);
    const running = idOf(await begin());
    clock.pass(60);
    expect(await past('2026-11-22T12:00:00Z', '2026-11-22T12:10:00Z')).toMatchObject({
      status: 409,
      body: { session: { id: running } },
    });
    expect((await past('2026-11-22T12:00:00Z', '2026-11-22T13:00:00Z')).status).toBe(422);
  });

  it('T9 the day of a past session is counted where it was lived', async () => {
    await past('2026-11-20T22:00:00Z', '2026-11-20T23:00:00Z', { time_zone: 'Asia/Tokyo' });
    await past('2026-11-19T20:00:00Z', '2026-11-19T20:30:00Z');
    expect(await day('2026-11-21')).toMatchObject({ body: { total: 3600, sessions: 1 } });
    expect(await day('2026-11-20')).toMatchObject({ body: { total: 0, change: -100 } });
    expect(await day('2026-11-19')).toMatchObject({ body: { total: 1800 } });
    expect((await past('2026-11-18T20:00:00Z', '2026-11-18T20:30:00Z', { time_zone: 'Mars/Base' })).status).toBe(422);
  });

  it('T9 times and activity are corrected, also into another month, and the id stays', async () => {
    const id = idOf(await past('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z'));
    const moved = await change(id, { started_at: '2026-10-31T09:00:00Z', finished_at: '2026-10-31T09:30:00Z' });
    expect(moved).toMatchObject({ status: 200, body: { id, duration: 1800 } });
    expect(await change(id, { activity_id: work })).toMatchObject({ status: 200, body: { activity_id: String(work) } });
    expect(await api.call(`/sessions/${id}`)).toMatchObject({
      body: { id, started_at: '2026-10-31T09:00:00Z', activity_id: String(work) },
    });
    await past('2026-10-31T10:00:00Z', '2026-10-31T11:00:00Z');
    expect((await change(id, { finished_at: '2026-10-31T10:00:01Z' })).status).toBe(409);
    expect((await change(id, { finished_at: '2026-11-23T00:00:00Z' })).status).toBe(422);
    expect((await change(id, {})).status).toBe(422);
    expect((await change(id, { duration: 5 })).status).toBe(422);
  });

  it('T9 a running session gets another start, and the chat’s buttons on it are out of date', async () => {
    const id = idOf(await begin());
    clock.pass(30);
    expect(await change(id, { finished_at: clock.now().toString() })).toMatchObject({ status: 409 });
    expect(await change(id, { started_at: '2026-11-22T11:00:00Z' })).toMatchObject({
      status: 200,
      body: { state: 'tracking', duration: 3600 },
    });
    expect(await post(`/sessions/${id}/end`)).toMatchObject({ status: 200, body: { duration: 3600 } });
  });

  it('T9 a deleted session comes back, unless its place was taken', async () => {
    const id = idOf(await past('2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z'));
    const remove = () => api.call(`/sessions/${id}`, { method: 'DELETE' });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect(await api.call(`/users/${user}/stats`)).toMatchObject({ body: { total: 0 } });
    expect(await post(`/sessions/${id}/restore`)).toMatchObject({ status: 200, body: { id, duration: 3600 } });
    expect((await post(`/sessions/${id}/restore`)).status).toBe(404);
    await remove();
    await past('2026-11-22T09:30:00Z', '2026-11-22T09:40:00Z');
    expect((await post(`/sessions/${id}/restore`)).status).toBe(409);
    const running = idOf(await begin());
    expect((await api.call(`/sessions/${running}`, { method: 'DELETE' })).status).toBe(409);
  });

  it('A3 sessions are listed newest first, page by page, of one person or everybody', async () => {
    for (const hour of ['05', '03', '07', '01']) await past(`2026-11-22T${hour}:00:00Z`, `2026-11-22T${hour}:30:00Z`);
    const starts = async (query: string): Promise<string[]> => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { status, body } = await api.call(`/sessions?limit=2&${query}${cursor && `&cursor=${cursor}`}`);
        expect(status).toBe(200);
        const page = listed.parse(body);
        seen.push(
          ...page.items.filter((item) => item.user_id === String(user)).map((item) => item.started_at.slice(11, 13)),
        );
        cursor = page.next_cursor ?? '';
      } while (cursor !== '');
      return seen;
    };
    expect(await starts(`user_id=${user}`)).toEqual(['07', '05', '03', '01']);
    expect(await starts(`activity_id=${reading}`)).toEqual(['07', '05', '03', '01']);
    expect(await starts(`activity_id=${work}`)).toEqual([]);
    expect(await starts('from=2026-11-22T02:00:00Z&to=2026-11-22T07:00:00Z')).toEqual(['05', '03']);
    expect(await starts(`user_id=${user}&from=2026-11-22&to=2026-11-22`)).toHaveLength(4);
    expect(await starts(`user_id=${user}&to=2026-11-21`)).toEqual([]);
    const yearZero = makeCursor('sessions', ['0000-01-01T00:00:00Z', '019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11']);
    for (const forged of ['x', yearZero]) expect((await api.call(`/sessions?cursor=${forged}`)).status).toBe(422);
    expect((await api.call(`/sessions?from=yesterday`)).status).toBe(422);
  });

  it('A3 statistics have the shares, the longest and the change of the chat', async () => {
    await past('2026-11-22T06:00:00Z', '2026-11-22T07:00:00Z');
    await past('2026-11-22T08:00:00Z', '2026-11-22T08:30:00Z');
    await past('2026-11-21T08:00:00Z', '2026-11-21T09:00:00Z', { activity_id: work });
    expect(await api.call(`/users/${user}/stats?period=today`)).toMatchObject({
      status: 200,
      body: {
        from: '2026-11-22',
        to: '2026-11-22',
        total: 5400,
        sessions: 2,
        average: 2700,
        longest: 3600,
        streak: 2,
        previous_total: 3600,
        change: 50,
        activities: [{ activity_id: String(reading), name: 'Чтение', total: 5400, share: 100, sessions: 2 }],
      },
    });
    expect(await api.call(`/users/${user}/stats?activity_id=${work}`)).toMatchObject({
      body: { from: null, total: 3600 },
    });
    expect((await api.call(`/users/${user}/stats?to=2026-11-22`)).status).toBe(422);
    // 23 November begins at 21:00 UTC for who lives in Moscow, and what ends there has not reached it.
    for (const [from, to, days] of [
      ['2026-11-21T20:59:59Z', '2026-11-22T21:00:00Z', { from: '2026-11-21', to: '2026-11-22' }],
      ['2026-11-22T00:00:00%2B03:00', '2026-11-22T21:00:01Z', { from: '2026-11-22', to: '2026-11-23' }],
    ] as const)
      expect((await api.call(`/users/${user}/stats?from=${from}&to=${to}`)).body).toMatchObject(days);
    expect((await api.call(`/users/${user}/stats?from=1800-01-01`)).status).toBe(422);
    expect(await api.call(`/users/${user}/stats?from=2199-12-31`)).toMatchObject({ status: 200 });
  });

  it('T1 activities are added, renamed, archived and deleted by the rules of the chat', async () => {
    const path = `/users/${user}/activities`;
    const added = await post(path, { name: '  Гитара ' });
    expect(added).toMatchObject({ status: 201, body: { name: 'Гитара', archived: false } });
    expect(await post(path, { name: 'ГИТАРА' })).toMatchObject({
      status: 409,
      body: { activity: { id: idOf(added) } },
    });
    expect(await post(path, { name: ' ' })).toMatchObject({ status: 422, body: { errors: [{ path: 'name' }] } });
    expect((await post(path, { name: 'х'.repeat(65) })).status).toBe(422);
    const activity = `/activities/${idOf(added)}`;
    expect(await api.call(activity, { method: 'PATCH', body: { archived: true, name: 'Гитара дома' } })).toMatchObject({
      status: 200,
      body: { name: 'Гитара дома', archived: true },
    });
    expect(await post('/sessions', { user_id: user, activity_id: idOf(added) })).toMatchObject({ status: 422 });
    await begin(work);
    const working = `/activities/${work}`;
    expect((await api.call(working, { method: 'DELETE' })).status).toBe(409);
    expect((await api.call(working, { method: 'PATCH', body: { archived: true } })).status).toBe(409);
    expect((await api.call(activity, { method: 'DELETE' })).status).toBe(204);
    expect((await api.call(activity, { method: 'DELETE' })).status).toBe(404);
    expect(await api.call(path)).toMatchObject({
      status: 200,
      body: { items: [{ name: 'Работа' }, { name: 'Чтение' }], next_cursor: null },
    });
    expect((await api.call('/users/999999999/activities')).status).toBe(404);
    expect((await post('/users/999999999/activities', { name: 'x' })).status).toBe(404);
  });
});
