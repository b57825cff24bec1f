import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { isTelegramId } from '../platform/ids.ts';
import { peopleRoutes } from './routes.ts';
import { enrol } from './store.ts';
import { sql } from 'kysely';

const listed = z.object({ items: z.array(z.object({ username: z.string() })), next_cursor: z.string().nullable() });

describeOnBothEngines('the API of people', (database) => {
  let api: TestApi;

  beforeAll(async () => {
    await database().transact(async (session) => {
      const senders = [1, 2, 3].map((number) => {
        const telegramId = 9_000_000_000 + number;
        if (!isTelegramId(telegramId)) throw new Error('a whole number');
        return { telegramId, firstName: `№ ${number}`, username: `Anna_${number}`, languageCode: 'en' };
      });
      await enrol(session, senders);
      return { before: [], statement: sql`select`, conclude: () => null };
    });
    const { queries } = database();
    const defaults = { language: 'ru', timeZone: 'Europe/Moscow' } as const;
    api = await startApi({ queries, features: [peopleRoutes({ queries, defaults })] });
  });
  afterAll(() => api.close());

  it('A3 users are listed page by page and found by their name or number in Telegram', async () => {
    const first = listed.parse((await api.call('/users?limit=2')).body);
    const second = listed.parse((await api.call(`/users?limit=2&cursor=${first.next_cursor}`)).body);
    expect([...first.items, ...second.items].map(({ username }) => username)).toEqual(['Anna_3', 'Anna_2', 'Anna_1']);
    expect(second.next_cursor).toBeNull();
    expect(listed.parse((await api.call('/users?username=anna_2')).body).items).toHaveLength(1);
    expect(listed.parse((await api.call('/users?telegram_id=9000000003')).body).items).toHaveLength(1);
    expect(listed.parse((await api.call('/users?telegram_id=17')).body).items).toHaveLength(0);
  });

  it.each([
    ['9000000002', ['Anna_2']],
    ['ANNA', ['Anna_3', 'Anna_2', 'Anna_1']],
    ['@anna_1', ['Anna_1']],
    ['№ 3', ['Anna_3']],
    ['%', []],
    ['anna\\', []],
    ['123456789012345', []],
  ])('A2 people are found by an id or a part of a name: %s', async (q, names) => {
    const found = listed.parse((await api.call(`/users?q=${encodeURIComponent(q)}`)).body);
    expect(found.items.map(({ username }) => username)).toEqual(names);
  });

  it('A3 a user has the settings in force, and who is nobody is 404', async () => {
    const found = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse((await api.call('/users?username=Anna_1')).body);
    expect(await api.call(`/users/${found.items[0]?.id}`)).toMatchObject({
      status: 200,
      body: { telegram_id: '9000000001', language: 'en', time_zone: 'Europe/Moscow', week_start: 1, blocked_at: null },
    });
    expect((await api.call('/users/999999999')).status).toBe(404);
    expect((await api.call('/users/anna')).status).toBe(404);
    expect((await api.call('/users/1', { scopes: ['config:read'] })).status).toBe(403);
  });
});
