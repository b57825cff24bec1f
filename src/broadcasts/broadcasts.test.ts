import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureConfiguration } from '../builder/ensure-configuration.ts';
import { rollUp } from '../interactions/roll-up.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import type { UserId } from '../platform/ids.ts';
import { checker } from '../roles/checking.ts';
import { gatherNext } from './gather.ts';
import { broadcastRoutes } from './routes.ts';
import { countClicks } from './store/clicks.ts';
import { holdBroadcast } from './store/recipients.ts';
import { audienceShape, broadcastShape, type Broadcast, type Condition } from './schema.ts';

/** Seconds, half a minute to ten days, short ones more often; each third as it is, the others full quarters. */
function ago(n: number): number {
  const seconds = Math.floor(30 * 28_800 ** ((n % 97) / 97));
  return n % 3 === 0 ? seconds : seconds - (seconds % 900);
}

const defaults = { language: 'ru', timeZone: 'Europe/Moscow' } as const;
const now = Temporal.Now.instant().round('second');

describeOnBothEngines('C13 broadcasts', (database) => {
  let api: TestApi;
  /** Of the administrator who asks. */
  let telegramId: number | null;
  /** The bot that answers. */
  let botId: number | null;

  beforeAll(async () => {
    await ensureConfiguration(database().queries);
    api = await startApi({
      queries: database().queries,
      features: [
        broadcastRoutes({
          database: database(),
          check: checker,
          clock: { now: () => now },
          defaultLanguage: 'ru',
          telegramIdOf: async () => telegramId,
          botId: async () => botId,
        }),
      ],
    });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    telegramId = null;
    botId = 1;
    await sql`delete from broadcasts`.execute(database().queries);
    await sql`delete from users`.execute(database().queries);
  });

  const post = (path: string, body: unknown = {}, headers = {}) => api.call(path, { method: 'POST', body, headers });
  const patch = (id: string, body: unknown, headers = {}) =>
    api.call(`/broadcasts/${id}`, { method: 'PATCH', body, headers });

  async function draft(fields: object = {}): Promise<Broadcast> {
    const { status, body } = await post('/broadcasts', { name: 'News', content: { message: 'Hello' }, ...fields });
    expect(status).toBe(201);
    return broadcastShape.parse(body);
  }

  async function person(number: number, fields: Record<string, unknown> = {}): Promise<UserId> {
    const {
      language = null,
      time_zone: zone = null,
      created_at: at = '2026-01-01T00:00:00Z',
      blocked = false,
    } = fields;
    const { rows } = await sql<{ id: UserId }>`
      insert into users (telegram_id, language, time_zone, created_at, blocked_at)
      values (${number}, ${language}, ${zone}, ${at}::timestamptz, case when ${blocked}::boolean then now() end)
      returning id`.execute(database().queries);
    const id = rows[0]?.id;
    if (id === undefined) throw new Error('not written');
    await sql`insert into trackers (user_id) values (${id})`.execute(database().queries);
    return id;
  }

  async function countOf(...segment: readonly unknown[]): Promise<number> {
    const { status, body } = await post('/broadcasts/audience', { segment });
    expect(status).toBe(200);
    return audienceShape.parse(body).people;
  }

  async function recipients(id: string): Promise<{ telegram_id: number; due_at: Temporal.Instant }[]> {
    const { rows } = await sql<{ telegram_id: number; due_at: Temporal.Instant }>`
      select u.telegram_id, r.due_at from broadcast_recipients r join users u on u.id = r.user_id
      where r.broadcast_id = ${Number(id)} order by u.telegram_id`.execute(database().queries);
    return rows;
  }

  async function gather(): Promise<void> {
    while (await gatherNext(database().queries, defaults, now));
  }

  it('are written as drafts, changed, listed and deleted, each noted', async () => {
    const made = await draft();
    expect(made).toMatchObject({ state: 'draft', author: 'anna', problems: [], segment: [] });
    const changed = await patch(made.id, { content: { message: { ru: 'Привет', en: 'Hello' } } });
    expect(changed).toMatchObject({ status: 200, body: { content: { message: { ru: 'Привет', en: 'Hello' } } } });
    const list = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
    expect(list.parse((await api.call('/broadcasts')).body).items.map(({ id }) => id)).toEqual([made.id]);
    expect((await api.call(`/broadcasts/${made.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await api.call(`/broadcasts/${made.id}`)).status).toBe(404);
    expect(api.audited.slice(-3).map(({ action }) => action)).toEqual([
      'broadcast.create',
      'broadcast.update',
      'broadcast.delete',
    ]);
  });

  it('are not changed over what somebody else changed', async () => {
    const { id } = await draft();
    const etag = (await api.call(`/broadcasts/${id}`)).headers.get('etag') ?? '';
    expect((await patch(id, { name: 'Mine' }, { 'if-match': etag })).status).toBe(200);
    expect((await patch(id, { name: 'Theirs' }, { 'if-match': etag })).status).toBe(412);
    expect((await post(`/broadcasts/${id}/start`, {}, { 'if-match': etag })).status).toBe(412);
  });

  it('may be read by who may not write them', async () => {
    const { id } = await draft();
    expect((await api.call(`/broadcasts/${id}`, { scopes: ['broadcasts:read'] })).status).toBe(200);
    const started = await api.call(`/broadcasts/${id}/start`, { method: 'POST', scopes: ['broadcasts:read'] });
    expect(started.status).toBe(403);
  });

  it.each([
    [{ message: { ru: 'a <b>bold', en: 'b' } }, 'message.ru', 'html_unclosed_tag'],
    [{ message: '{{ nobody.knows }}' }, 'message', 'unknown_value'],
    [{ message: 'x'.repeat(5_000) }, 'message', 'text_too_long'],
    [{ message: 'x'.repeat(2_000), photo_url: 'https://example.org/a.png' }, 'message', 'caption_too_long'],
    [{ message: 'a', layout: [[{ label: 'b', data: 'leads.nowhere' }]] }, 'layout[0][0].data', 'dead_button'],
    [{ message: 'a', layout: [[{ label: 'b', url: 'nowhere' }]] }, 'layout[0][0].url', 'bad_url'],
    [{ message: 'a', photo_url: 'upload:999' }, 'photo_url', 'unknown_upload'],
    [{}, 'message', 'nothing_to_show'],
  ])(
    'keep a content with a fault as a draft, say where, and are not sent with it (%j)',
    async (content, path, code) => {
      const made = await draft({ content });
      expect(made.problems).toContainEqual(expect.objectContaining({ path, code, severity: 'error' }));
      expect(await post(`/broadcasts/${made.id}/start`)).toMatchObject({
        status: 422,
        body: { errors: [expect.objectContaining({ path: expect.stringContaining('content') })] },
      });
    },
  );

  it.each([
    [{ message: 5 }, 'content.message'],
    [{ mesage: 'a' }, 'content'],
    [{ message: 'a', layout: [[{ data: 'a' }]] }, 'content.layout'],
  ])('refuse a content of another shape (%j)', async (content, path) => {
    expect(await post('/broadcasts', { name: 'a', content })).toMatchObject({
      status: 422,
      body: { errors: [expect.objectContaining({ path: expect.stringContaining(path) })] },
    });
  });

  it('count whom each condition leaves, and never who has shut the bot out', async () => {
    const queries = database().queries;
    const anna = await person(1, { language: 'en', created_at: '2026-11-01T00:00:00Z' });
    const boris = await person(2);
    await person(3, { blocked: true });
    await sql`insert into activities (user_id, name, name_key) values (${anna}, 'Чтение', 'чтение')`.execute(queries);
    await sql`insert into user_variables (user_id, name, value, updated_at)
      values (${anna}, 'city', '"Москва"', now()), (${boris}, 'age', '42', now())`.execute(queries);
    await sql`insert into statistics (event, user_id, timestamp, source)
      values ('start', ${anna}, now() - interval '3 days', 'spring'), ('text', ${boris}, now() - interval '30 days', null)
    `.execute(queries);
    await sql`insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      values (gen_random_uuid(), ${anna}, 1, now() - interval '2 days', now() - interval '47 hours', 3600, '{}', 'UTC')
    `.execute(queries);
    const weekAgo = now.subtract({ hours: 24 * 7 }).toString();
    const conditions: readonly (readonly [Condition, number])[] = [
      [{ kind: 'language', is: 'en' }, 1],
      [{ kind: 'language', is: 'ru' }, 1],
      [{ kind: 'activity', name: 'ЧТЕНИЕ', has: true }, 1],
      [{ kind: 'activity', name: 'чтение', has: false }, 1],
      [{ kind: 'activity', name: 'Сон', has: true }, 0],
      [{ kind: 'tracked', days: 7, has: true }, 1],
      [{ kind: 'tracked', days: 1, has: true }, 0],
      [{ kind: 'tracked', days: 1, has: false }, 2],
      [{ kind: 'seen', after: weekAgo }, 1],
      [{ kind: 'seen', before: weekAgo }, 1],
      [{ kind: 'seen', after: '0031-04-14T15:59:08.5-23:42' }, 2],
      [{ kind: 'registered', after: '0000-01-01T00:00:00+23:00' }, 2],
      [{ kind: 'registered', after: '2026-06-01T00:00:00Z' }, 1],
      [{ kind: 'registered', before: '2026-06-01T00:00:00Z' }, 1],
      [{ kind: 'variable', name: 'city', compare: 'equals', value: 'москва' }, 1],
      [{ kind: 'variable', name: 'city', compare: 'contains', value: 'скв' }, 1],
      [{ kind: 'variable', name: 'age', compare: 'equals', value: '42' }, 1],
      [{ kind: 'source', is: 'spring' }, 1],
      [{ kind: 'source', is: 'autumn' }, 0],
    ];
    expect(await countOf()).toBe(2);
    for (const [condition, people] of conditions)
      expect([condition, await countOf(condition)]).toEqual([condition, people]);
    expect(await countOf({ kind: 'language', is: 'en' }, { kind: 'source', is: 'spring' })).toBe(1);
    expect(await countOf({ kind: 'language', is: 'ru' }, { kind: 'source', is: 'spring' })).toBe(0);
    // Rolled up by now, and forgotten among the interactions.
    await sql`insert into statistics_arrivals (user_id, at, source) values (${boris}, now(), 'autumn')`.execute(
      queries,
    );
    expect(await countOf({ kind: 'source', is: 'autumn' })).toBe(1);
  });

  it('know who was seen and who tracked, to the second, whether it is rolled up or in the archive', async () => {
    const queries = database().queries;
    // Some ids apart, in chunks of bits of their own.
    await sql`
      insert into users (id, telegram_id) overriding system value
      select 1000000 + 700 * n, n from generate_series(1, 8) n`.execute(queries);
    const { rows: users } = await sql<{ id: UserId }>`select id from users order by id`.execute(queries);
    const acts = Array.from({ length: 300 }, (_, n) => ({
      user: users[(n * 7) % 5]?.id ?? 0,
      at: now.subtract({ seconds: ago(n) }).toString(),
    }));
    const [whose, when] = [acts.map(({ user }) => user), acts.map(({ at }) => at)];
    await sql`
      insert into statistics (event, user_id, timestamp)
      select 'text', u, at from unnest(${whose}::bigint[], ${when}::timestamptz[]) act(u, at)`.execute(queries);
    await sql`
      insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      select gen_random_uuid(), u, 1, at, at + interval '1 second', 1, '{}', 'UTC'
      from unnest(${whose}::bigint[], ${when}::timestamptz[]) act(u, at)`.execute(queries);
    const moments = [0, 450, 900, 5_000, 86_400, 100_000, 700_000, 40_000_000];
    const truth = (seconds: number): number =>
      new Set(
        acts.filter(({ at }) => Temporal.Instant.compare(at, now.subtract({ seconds })) >= 0).map(({ user }) => user),
      ).size;
    const check = async (): Promise<void> => {
      for (const seconds of moments) {
        const moment = now.subtract({ seconds }).toString();
        expect([seconds, await countOf({ kind: 'seen', after: moment })]).toEqual([seconds, truth(seconds)]);
        expect(await countOf({ kind: 'seen', before: moment })).toBe(users.length - truth(seconds));
      }
      for (const days of [1, 7, 100])
        expect([days, await countOf({ kind: 'tracked', days, has: true })]).toEqual([days, truth(days * 86_400)]);
    };
    await check();
    await rollUp(database(), now, new AbortController().signal);
    await check();
    const fourDaysAgo = now.subtract({ hours: 24 * 4 }).toString();
    await sql`delete from statistics where timestamp < ${fourDaysAgo}::timestamptz`.execute(queries);
    await sql`delete from sessions where started_at < ${fourDaysAgo}::timestamptz`.execute(queries);
    await check();
    const { id } = await draft({ segment: [{ kind: 'seen', before: fourDaysAgo }] });
    await post(`/broadcasts/${id}/start`);
    await gather();
    expect(await recipients(id)).toHaveLength(users.length - truth(345_600));
  });

  it('gather whom they are for when they begin, once each, in pages', async () => {
    await sql`insert into users (telegram_id, created_at) select n, now() from generate_series(10, 2509) n`.execute(
      database().queries,
    );
    const { id } = await draft();
    expect(await post(`/broadcasts/${id}/start`)).toMatchObject({ status: 200, body: { state: 'scheduled' } });
    await gather();
    await gather();
    expect(await recipients(id)).toHaveLength(2_500);
    const { body } = await api.call(`/broadcasts/${id}`);
    expect(body).toMatchObject({ state: 'sending', report: { total: 2_500, waiting: 2_500, sent: 0, clicked: 0 } });
  });

  it('look at some people at a time, however few of them are meant', async () => {
    const { queries } = database();
    await sql`insert into users (telegram_id, created_at) select n, now() from generate_series(10, 2509) n`.execute(
      queries,
    );
    await person(5, { language: 'en' });
    const { id } = await draft({ segment: [{ kind: 'language', is: 'en' }] });
    await post(`/broadcasts/${id}/start`);
    expect(await gatherNext(queries, defaults, now)).toBe(true);
    const { rows } = await sql`
      select gathered_to = (select id from users order by id offset 1999 limit 1) as is_part, is_gathered
      from broadcasts where id = ${Number(id)}`.execute(queries);
    expect(rows).toEqual([{ is_part: true, is_gathered: false }]);
    await gather();
    expect((await recipients(id)).map((one) => one.telegram_id)).toEqual([5]);
  });

  it('gather two processes at once as one would', async () => {
    await sql`insert into users (telegram_id, created_at) select n, now() from generate_series(10, 3009) n`.execute(
      database().queries,
    );
    const { id } = await draft();
    await post(`/broadcasts/${id}/start`);
    await Promise.all([gather(), gather(), gather()]);
    expect(await recipients(id)).toHaveLength(3_000);
    const { body } = await api.call(`/broadcasts/${id}`);
    expect(body).toMatchObject({ report: { total: 3_000 } });
  });

  it('are due at a time of the recipient’s own day', async () => {
    const tomorrow = now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 });
    await person(1, { time_zone: 'Asia/Vladivostok' });
    await person(2, { time_zone: 'America/New_York' });
    await person(3);
    const { id } = await draft();
    const local = `${tomorrow.toString()}T10:00`;
    expect(await post(`/broadcasts/${id}/start`, { local_at: local })).toMatchObject({
      status: 200,
      body: { local_at: `${local}:00`, state: 'scheduled' },
    });
    await sql`update broadcasts set starts_at = now() where id = ${Number(id)}`.execute(database().queries);
    await gather();
    const due = (await recipients(id)).map(({ due_at: at }) => at.toString());
    const zones = ['Asia/Vladivostok', 'America/New_York', 'Europe/Moscow'];
    expect(due).toEqual(
      zones.map((zone) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString()),
    );
  });

  it.each([
    { at: '2020-01-01T00:00:00Z' },
    { local_at: '2020-01-01T10:00' },
    { local_at: '2027-02-30T10:00' },
    { at: '2030-01-01T00:00:00Z', local_at: '2030-01-01T10:00' },
    { at: 'tomorrow' },
  ])('do not begin at %j', async (wish) => {
    const { id } = await draft();
    expect((await post(`/broadcasts/${id}/start`, wish)).status).toBe(422);
  });

  it('that are scheduled can be taken back, changed, and started anew', async () => {
    const { id } = await draft();
    const at = now.add({ hours: 24 }).toString();
    expect(await post(`/broadcasts/${id}/start`, { at })).toMatchObject({
      body: { state: 'scheduled', starts_at: at },
    });
    expect((await patch(id, { name: 'Late' })).status).toBe(409);
    expect((await api.call(`/broadcasts/${id}`, { method: 'DELETE' })).status).toBe(409);
    expect(await post(`/broadcasts/${id}/stop`)).toMatchObject({ body: { state: 'draft', starts_at: null } });
    expect((await patch(id, { name: 'Late' })).status).toBe(200);
    expect((await post(`/broadcasts/${id}/start`)).status).toBe(200);
  });

  it('are paused, resumed and stopped, and nothing else when they are over', async () => {
    const { id } = await draft();
    expect((await post(`/broadcasts/${id}/pause`)).status).toBe(409);
    await post(`/broadcasts/${id}/start`);
    await gather();
    for (const [move, state] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'sending'],
      ['stop', 'stopped'],
      ['stop', 'stopped'],
    ])
      expect(await post(`/broadcasts/${id}/${move}`)).toMatchObject({ status: 200, body: { state } });
    expect(await post(`/broadcasts/${id}/resume`)).toMatchObject({ status: 409, body: { state: 'stopped' } });
  });

  it('say why they have paused themselves, until somebody lets them go on', async () => {
    const { queries } = database();
    const { id } = await draft();
    await post(`/broadcasts/${id}/start`);
    await gather();
    await holdBroadcast(queries, Number(id), { reason: 'refused', words: 'Bad Request', again: [] });
    const hold = { reason: 'refused', words: 'Bad Request' };
    expect((await api.call(`/broadcasts/${id}`)).body).toMatchObject({ state: 'paused', hold });
    // Who pauses it once more hides nothing.
    expect(await post(`/broadcasts/${id}/pause`)).toMatchObject({ body: { state: 'paused', hold } });
    expect(await post(`/broadcasts/${id}/resume`)).toMatchObject({ body: { state: 'sending', hold: null } });
    expect(await post(`/broadcasts/${id}/pause`)).toMatchObject({ body: { state: 'paused', hold: null } });
  });

  it('do not go on with another bot than theirs, and can be stopped all the same', async () => {
    const { id } = await draft();
    await post(`/broadcasts/${id}/start`);
    await gather();
    await post(`/broadcasts/${id}/pause`);
    botId = 2;
    expect(await post(`/broadcasts/${id}/resume`)).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('broadcast_other_bot') },
    });
    botId = 1;
    expect((await post(`/broadcasts/${id}/resume`)).status).toBe(200);
    botId = 2;
    expect((await post(`/broadcasts/${id}/stop`)).status).toBe(200);
  });

  it('are started once, however many press at the same time', async () => {
    const { id } = await draft();
    const answers = await Promise.all([1, 2, 3].map(() => post(`/broadcasts/${id}/start`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  });

  it('count whoever pressed a button once, before they are added up and after', async () => {
    const { queries } = database();
    const people = [await person(1), await person(2), await person(3)];
    const { id } = await draft();
    await post(`/broadcasts/${id}/start`);
    await gather();
    const press = (userId: UserId | undefined) =>
      sql`insert into broadcast_clicks (broadcast_id, user_id, at) values (${Number(id)}, ${userId}, now())`.execute(
        queries,
      );
    const clicked = async () => broadcastShape.parse((await api.call(`/broadcasts/${id}`)).body).report.clicked;
    await press(people[0]);
    await press(people[1]);
    expect(await clicked()).toBe(2);
    await countClicks(queries);
    await countClicks(queries);
    expect(await clicked()).toBe(2);
    await press(people[2]);
    expect(await clicked()).toBe(3);
    await Promise.all([countClicks(queries), countClicks(queries)]);
    expect(await clicked()).toBe(3);
  });

  it('go with all of their recipients, and not while they are under way', async () => {
    const { queries } = database();
    await sql`insert into users (telegram_id, created_at) select n, now() from generate_series(10, 5509) n`.execute(
      queries,
    );
    const { id } = await draft();
    await post(`/broadcasts/${id}/start`);
    await gather();
    await sql`insert into broadcast_clicks select broadcast_id, user_id, now() from broadcast_recipients`.execute(
      queries,
    );
    expect((await api.call(`/broadcasts/${id}`, { method: 'DELETE' })).status).toBe(409);
    expect(await recipients(id)).toHaveLength(5_500);
    await post(`/broadcasts/${id}/stop`);
    expect((await api.call(`/broadcasts/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await recipients(id)).toEqual([]);
  });

  it('are tried out on who asks, and only on them', async () => {
    const { id } = await draft();
    expect(await post(`/broadcasts/${id}/test`)).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('unknown') },
    });
    telegramId = 70;
    expect(await post(`/broadcasts/${id}/test`)).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('stranger') },
    });
    await person(70);
    await person(71);
    const tested = await post(`/broadcasts/${id}/test`);
    expect(tested).toMatchObject({ status: 202, body: { state: 'waiting' } });
    const test = z.looseObject({ id: z.string() }).parse(tested.body);
    expect((await recipients(test.id)).map((one) => one.telegram_id)).toEqual([70]);
    expect(await api.call(`/broadcasts/${id}/tests/${test.id}`)).toMatchObject({ body: { state: 'waiting' } });
    // No list shows it, and nobody can take it for a broadcast.
    expect(await api.call('/broadcasts')).toMatchObject({ body: { items: [{ id }] } });
    expect((await api.call(`/broadcasts/${test.id}`)).status).toBe(404);
  });
});
