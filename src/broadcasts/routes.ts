import type { ApiPlugin } from '../platform/http/api.ts';
import { draftRoutes } from './routes/drafts.ts';
import { courseRoutes } from './routes/course.ts';
import type { BroadcastRoutesDependencies } from './routes/dependencies.ts';

/** Messages to many people: written, tried out, sent, watched. */
export function broadcastRoutes(deps: BroadcastRoutesDependencies): ApiPlugin {
  return (api) => {
    draftRoutes(api, deps);
    courseRoutes(api, deps);
  };
}
