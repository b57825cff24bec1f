import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../test/support/until.ts';
import { openFileLinks, type FileLinks } from '../jobs/file-links.ts';
import { fileLinkRoute } from '../jobs/link-route.ts';
import { jobRoutes } from '../jobs/routes.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { systemClock } from '../platform/clock.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { addPastSession } from '../tracker/correct-session.ts';
import { newPerson, TestClock, timeDependencies } from '../tracker/testing.ts';
import { exportSessions } from './export-sessions.ts';
import { exportRoutes } from './routes.ts';
import { exportKind } from './schema.ts';

const jobBody = z.looseObject({ id: z.string(), status: z.string() });

describeOnBothEngines('exports over the API', (database) => {
  const clock = new TestClock('2026-11-22T12:00:00Z');
  let folder: string;
  let api: TestApi;
  let links: FileLinks;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-exports-'));
    const { queries } = database();
    links = await openFileLinks(queries);
    const jobs = jobRoutes({ queries, objects: fileObjects(folder), links, clock: systemClock, scopes: {} });
    const features = [exportRoutes({ database: database() }), jobs];
    api = await startApi({ queries, features });
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Lets a worker work until the job is over. */
  async function finished(id: string): Promise<unknown> {
    const stopping = new AbortController();
    const { queries } = database();
    const { defaults } = timeDependencies(database(), clock);
    const kinds = {
      [exportKind]: exportSessions({ database: database(), objects: fileObjects(folder), clock, defaults }),
    };
    const run = runJobs({ queries, kinds, log: silentLogger }, stopping.signal);
    let body: unknown;
    await until('the job is over', async () => {
      ({ body } = await api.call(`/jobs/${id}`));
      return ['done', 'failed'].includes(jobBody.parse(body).status);
    });
    stopping.abort();
    await run;
    return body;
  }

  async function exported(userId: number, body: object): Promise<string> {
    const asked = await api.call(`/users/${userId}/export`, { method: 'POST', body });
    expect(asked).toMatchObject({ status: 202, body: { status: 'queued', file: null, user_id: String(userId) } });
    const { id } = jobBody.parse(asked.body);
    expect(await finished(id)).toMatchObject({
      status: 'done',
      progress: 100,
      file: { url: `/api/v1/jobs/${id}/file` },
    });
    const answer = await api.call(`/jobs/${id}/file`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="minuta-2026-11-22\./);
    return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  }

  it('T8 A3 hold what was tracked, all of it or within days of the person’s own', async () => {
    const { id, activities } = await newPerson(database());
    const deps = timeDependencies(database(), clock);
    const first = Temporal.Instant.from('2026-11-20T20:00:00Z');
    for (let place = 0; place < 6; place += 1) {
      const startedAt = first.add({ hours: place });
      const past = { activityId: activities[0], startedAt, finishedAt: startedAt.add({ minutes: 10 }) };
      expect(await addPastSession(deps, id, past)).toMatchObject({ ok: true });
    }
    const all = await exported(id, { format: 'csv' });
    expect(all.split('\r\n')).toHaveLength(8);
    // Midnight in Moscow is nine in the evening in UTC.
    const day = z
      .object({ sessions: z.array(z.object({ started_at: z.string() })) })
      .parse(JSON.parse(await exported(id, { format: 'json', from: '2026-11-21', to: '2026-11-21' })));
    expect(day.sessions.map((session) => session.started_at.slice(0, 16))).toEqual([
      '2026-11-21T00:00',
      '2026-11-21T01:00',
      '2026-11-21T02:00',
      '2026-11-21T03:00',
      '2026-11-21T04:00',
    ]);
    expect((await exported(id, { format: 'xlsx' })).startsWith('PK')).toBe(true);
  });

  it('T8 hold more sessions than are read at once, each of them once', async () => {
    const { id, activities } = await newPerson(database());
    await sql`
      insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      select gen_random_uuid(), ${id}::bigint, ${activities[0]}::bigint, at, at + interval '1 minute', 60,
        tstzmultirange(tstzrange(at, at + interval '1 minute')), 'Europe/Moscow'
      from generate_series('2026-01-01'::timestamptz, '2026-11-01', interval '3 hours') at`.execute(database().queries);
    const rows = (await exported(id, { format: 'csv' })).trim().split('\r\n').slice(1);
    expect([rows.length, new Set(rows).size]).toEqual([2433, 2433]);
    expect(rows.toSorted()).toEqual(rows);
  });

  it('T8 can be fetched by their link without signing in, until they expire', async () => {
    const { id } = await newPerson(database());
    const asked = await api.call(`/users/${id}/export`, { method: 'POST', body: { format: 'csv' } });
    const job = jobBody.parse(await finished(jobBody.parse(asked.body).id));
    const server = Fastify();
    const { queries } = database();
    let now = systemClock.now();
    const later = { now: () => now };
    const options = { queries, objects: fileObjects(folder), links, clock: later, log: silentLogger };
    await server.register(fileLinkRoute(options));
    const get = async (url: string) => server.inject({ url });
    const url = String(job['file_url']);
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect(answer.body.startsWith('\uFEFFАктивность')).toBe(true);
    const [, , ownId = '', signature = '', name = ''] = url.split('/');
    const turned = signature.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A'));
    for (const wrong of [
      `/files/${ownId}/${turned}/${name}`,
      `/files/${ownId}/x/${name}`,
      `/files/019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11/${signature}/${name}`,
      `/files/x/${signature}/${name}`,
    ])
      expect((await get(wrong)).statusCode).toBe(404);
    now = now.add({ hours: 24, minutes: 1 });
    expect((await get(url)).statusCode).toBe(404);
    await server.close();
  });

  it('A3 say what does not fit, and hold back who asks for too many', async () => {
    const { id } = await newPerson(database());
    const ask = (body: object, user: number | string = id) =>
      api.call(`/users/${user}/export`, { method: 'POST', body });
    expect((await ask({ format: 'pdf' })).status).toBe(422);
    expect((await ask({ format: 'csv', from: 'yesterday' })).status).toBe(422);
    expect((await ask({ format: 'csv' }, 999_999_999)).status).toBe(404);
    expect((await api.call('/jobs/019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11')).status).toBe(404);
    expect((await api.call('/jobs/019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11/file')).status).toBe(404);
    for (let count = 0; count < 3; count += 1) expect((await ask({ format: 'csv' })).status).toBe(202);
    expect((await ask({ format: 'csv' })).status).toBe(429);
  });
});
