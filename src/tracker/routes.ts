import type { ApiPlugin } from '../platform/http/api.ts';
import type { TimeDependencies } from './change-time.ts';
import { activityRoutes } from './routes/activities.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { statisticsRoutes } from './routes/statistics.ts';

/** The tracker's part of the API: the same rules and desks as behind the chat. */
export function trackerRoutes(deps: TimeDependencies): ApiPlugin {
  return (api) => {
    sessionRoutes(api, deps);
    correctionRoutes(api, deps);
    activityRoutes(api, deps);
    statisticsRoutes(api, deps);
  };
}
