import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../src/config.ts';
import { request } from '../src/platform/http/testing.ts';
import { start, type Running } from '../src/roles/start.ts';
import { describeWith } from './support/servers.ts';
import { dataOf, TrialPerson } from './support/trial-person.ts';
import { createTrial, type Trial } from './support/trial.ts';

const password = 'a long password of a trial';
const signedIn = z.looseObject({ csrf_token: z.string() });
const users = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const activities = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

describeWith(['PostgreSQL'], 'the chat and the API, in two processes', () => {
  let trial: Trial;
  let admin: Running;
  let headers: Record<string, string>;

  beforeAll(async () => {
    trial = await createTrial({ engine: 'PostgreSQL' });
    await trial.startBot();
    const environment = { ...trial.store.environment, PORT: '0', LOG_LEVEL: 'fatal' };
    admin = await start(['admin'], readSettings({ ...environment, ADMIN_PASSWORD: password }), {
      say: () => undefined,
    });
    const body = { login: 'admin', password };
    const answer = await request(`${admin.address}/api/v1/auth/login`, { method: 'POST', body });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    headers = { cookie, 'x-csrf-token': signedIn.parse(answer.body).csrf_token };
  });
  afterAll(async () => {
    await admin.stop();
    await trial.end();
  });

  const call = (path: string, body?: unknown) =>
    request(`${admin.address}/api/v1${path}`, { headers, ...(body === undefined ? {} : { method: 'POST', body }) });

  /** Somebody who has said hello, and what the API calls them and their activities. */
  async function newcomer() {
    const person = new TrialPerson(trial.simulator);
    await person.says('/start');
    const [user] = users.parse((await call(`/users?telegram_id=${person.id}`)).body).items;
    if (!user) throw new Error('nobody came');
    const { items } = activities.parse((await call(`/users/${user.id}/activities`)).body);
    return { person, userId: user.id, activityId: items.find(({ name }) => name === 'Работа')?.id ?? '' };
  }

  it('T4 A3 a start in the chat and one over the API at the same moment begin one session', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, newcomer));
    const outcomes = await Promise.all(
      people.map(async ({ person, userId, activityId }) => {
        const data = dataOf(person.last, 'Чтение');
        const [{ status }] = await Promise.all([
          call('/sessions', { user_id: userId, activity_id: activityId }),
          person.presses(person.last.message_id, data),
        ]);
        return status;
      }),
    );
    expect(new Set(outcomes).isSubsetOf(new Set([201, 409]))).toBe(true);
    const { rows } = await trial.store.read((queries) =>
      sql<{ running: number; started: number }>`
        select count(*)::int as running,
          (select count(*)::int from session_events_log where event_type = 'session.started') as started
        from sessions where finished_at is null`.execute(queries),
    );
    expect(rows).toEqual([{ running: 20, started: 20 }]);
  });

  it('T4 what the API has changed is what the chat tells', async () => {
    const { person, userId, activityId } = await newcomer();
    await person.taps('Чтение');
    const card = person.last;
    const switched = await call('/sessions/switch', { user_id: userId, activity_id: activityId });
    expect(switched).toMatchObject({ status: 201, body: { activity_id: activityId } });
    const { shown, notice } = await person.tapsOn(card, 'Завершить');
    expect(notice).toBe('Эта кнопка устарела');
    expect(shown.join('\n')).toMatch('Работа · идёт');
    expect((await person.says('Завершить')).at(-1)).toMatch(/^Завершена — /);
    expect(await call('/sessions/switch', { user_id: userId, activity_id: activityId })).toMatchObject({
      status: 201,
      body: { finished: null },
    });
  });
});
