import { filters } from '../texts/filters.ts';
import { allActions, allLists, allValues } from '../roles/actions.ts';
import { previewValues } from '../roles/preview-values.ts';
import type { Database } from '../platform/database/database.ts';
import { createCandidates } from './candidates.ts';
import type { PreviewRoutesDeps } from './routes.ts';

/** Sunday, ten in the morning in Moscow. */
export const previewTime = '2026-11-22T07:00:00Z';

/** All that previews need, with all that this program can do. A call to a server answers what it was. */
export function previewDeps(database: Database): PreviewRoutesDeps {
  return {
    database,
    clock: { now: () => Temporal.Instant.from(previewTime) },
    defaults: { language: 'ru', timeZone: 'Europe/Moscow' },
    findCandidate: createCandidates({ queries: database.queries, actions: allActions, filters }),
    values: allValues,
    lists: allLists,
    shownValues: previewValues,
    random: Math.random,
    servers: {
      outbound: {
        request: async ({ method, url, headers }) => ({
          status: 200,
          headers: {},
          body: JSON.stringify({ method, url, key: headers?.['authorization'] ?? null }),
        }),
        close: async () => undefined,
      },
      secretOf: (name) => (name === 'crm' ? 'very secret' : undefined),
    },
  };
}
