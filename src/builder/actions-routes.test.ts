import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi } from '../platform/http/testing.ts';
import { filterWords } from '../texts/filter-words.ts';
import { listWords, valueWords } from '../texts/value-words.ts';
import { actionsRoutes } from './actions-routes.ts';
import { builderActions } from './actions.ts';

const named = z.looseObject({ name: z.string() });

describeOnBothEngines('what a configuration can be made of', (database) => {
  it('C3 is told to whoever may read the configuration, and to nobody else', async () => {
    const deps = { actions: builderActions, values: valueWords, lists: listWords, filters: filterWords };
    const api = await startApi({ queries: database().queries, features: [actionsRoutes(deps)] });
    try {
      const { status, body } = await api.call('/actions', { scopes: ['config:read'] });
      expect(status).toBe(200);
      const { items } = z.strictObject({ items: z.array(named) }).parse(body);
      expect(items.find(({ name }) => name === 'wait')).toMatchObject({
        example: 'wait 10m',
        takes_words: true,
        arguments: { properties: { seconds: { type: 'integer', minimum: 1, maximum: 604_800 } } },
      });
      const values = z
        .strictObject({ values: z.array(named), lists: z.array(named), filters: z.array(named) })
        .parse((await api.call('/values')).body);
      expect(values.values.map(({ name }) => name)).toContain('today.total');
      expect((await api.call('/actions', { scopes: null })).status).toBe(401);
      expect((await api.call('/values', { scopes: ['tracker:read'] })).status).toBe(403);
    } finally {
      await api.close();
    }
  });
});
