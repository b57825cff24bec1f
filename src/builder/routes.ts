import type { ApiPlugin } from '../platform/http/api.ts';
import { mountDraftRoutes } from './routes/draft.ts';
import { mountEntryRoutes, type EntryRoutesDeps } from './routes/entries.ts';
import { mountFileRoutes } from './routes/files.ts';
import { mountGraphRoutes, type GraphRoutesDeps } from './routes/graph.ts';
import { mountSeveralRoutes } from './routes/several.ts';
import { mountVersionRoutes, type VersionRoutesDeps } from './routes/versions.ts';

export type BuilderRoutesDeps = EntryRoutesDeps & VersionRoutesDeps & GraphRoutesDeps;

/** The configuration's life: its draft, piece by piece and whole, and what is published of it. */
export function builderRoutes(deps: BuilderRoutesDeps): ApiPlugin {
  return async (api) => {
    mountEntryRoutes(api, deps);
    mountDraftRoutes(api, deps);
    mountSeveralRoutes(api, deps);
    mountVersionRoutes(api, deps);
    mountGraphRoutes(api, deps);
    await mountFileRoutes(api, deps);
  };
}
