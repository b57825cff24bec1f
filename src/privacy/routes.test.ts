import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { recordAudit } from '../accounts/audit.ts';
import { openFileLinks } from '../jobs/file-links.ts';
import { jobRoutes } from '../jobs/routes.ts';
import { systemClock } from '../platform/clock.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import { changeTime } from '../tracker/change-time.ts';
import { newPerson, TestClock, timeDependencies } from '../tracker/testing.ts';
import { allDataKind } from './all-data.ts';
import { privacyRoutes } from './routes.ts';

const jobBody = z.looseObject({ id: z.string() });

describeOnBothEngines('erasing over the API', (database) => {
  let api: TestApi;

  beforeAll(async () => {
    const { queries } = database();
    const jobs = jobRoutes({
      queries,
      objects: fileObjects('unused'),
      links: await openFileLinks(queries),
      clock: systemClock,
      scopes: { [allDataKind]: 'users:read' },
    });
    api = await startApi({ queries, features: [privacyRoutes({ database: database(), record: recordAudit }), jobs] });
  });
  afterAll(() => api.close());

  const erase = (id: number) => api.call(`/users/${id}`, { method: 'DELETE' });

  it('T12 A3 is a job, the same one however often it is asked for', async () => {
    const { id } = await newPerson(database());
    const answer = await erase(id);
    expect(answer).toMatchObject({
      status: 202,
      body: { kind: 'erasure', status: 'queued', user_id: String(id), file: null },
    });
    const job = jobBody.parse(answer.body).id;
    expect(answer.headers.get('location')).toBe(`/api/v1/jobs/${job}`);
    expect(await erase(id)).toMatchObject({ status: 202, body: { id: job } });
    const { rows } = await sql`select count(*)::int as count from jobs where user_id = ${id}`.execute(
      database().queries,
    );
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('T12 stops everything else for them at once', async () => {
    const { id } = await newPerson(database());
    await erase(id);
    const clock = new TestClock('2026-11-22T12:00:00Z');
    const worked = await changeTime(timeDependencies(database(), clock), id, async () => 'worked');
    expect(worked).toBeNull();
    expect(await api.call(`/users/${id}/data-export`, { method: 'POST' })).toMatchObject({ status: 404 });
  });

  it('A2 is in the audit log from its very commit on', async () => {
    const { id } = await newPerson(database());
    await erase(id);
    const { rows } = await sql`select action, subject from audit_log order by id desc limit 1`.execute(
      database().queries,
    );
    expect(rows).toEqual([{ action: 'user.erase', subject: `user/${id}` }]);
  });

  it('T12 of nobody is nothing', async () => {
    expect(await erase(999_999)).toMatchObject({ status: 404 });
    expect(await api.call('/users/999999/data-export', { method: 'POST' })).toMatchObject({ status: 404 });
  });

  it('T12 A3 all that is known is a job too, three at once at most', async () => {
    const { id } = await newPerson(database());
    const asked = [];
    for (let time = 0; time < 4; time += 1) asked.push(await api.call(`/users/${id}/data-export`, { method: 'POST' }));
    expect(asked.map(({ status }) => status)).toEqual([202, 202, 202, 429]);
    expect(asked[0]).toMatchObject({ body: { kind: 'all_data', user_id: String(id) } });
  });

  it('T12 A1 all that is known is given only to those who may read about people, whatever else they may', async () => {
    const { id } = await newPerson(database());
    const asked = await api.call(`/users/${id}/data-export`, { method: 'POST' });
    const path = `/jobs/${jobBody.parse(asked.body).id}`;
    for (const one of [path, `${path}/file`])
      expect(await api.call(one, { scopes: ['tracker:read', 'tracker:write'] })).toMatchObject({ status: 403 });
    expect(await api.call(path, { scopes: ['tracker:read', 'users:read'] })).toMatchObject({ status: 200 });
    expect(await api.call(`${path}/file`)).toMatchObject({ status: 404 });
  });
});
