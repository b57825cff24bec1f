import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
  type RouteComponent,
} from '@tanstack/react-router';
import { Failed, Loading, NotFound } from './parts/states.tsx';
import { Shell } from './shell/shell.tsx';
import { HomeView } from './views/home/home-view.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** A view with everything it needs, loaded when somebody opens it. */
function view<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => root, path, component });
}

const routes = [
  view('/', HomeView),
  view(
    '/editor',
    lazyRouteComponent(() => import('./views/editor/editor-view.tsx'), 'EditorView'),
  ),
  view(
    '/graph',
    lazyRouteComponent(() => import('./views/graph/graph-view.tsx'), 'GraphView'),
  ),
  view(
    '/preview',
    lazyRouteComponent(() => import('./views/preview/preview-view.tsx'), 'PreviewView'),
  ),
  view(
    '/versions',
    lazyRouteComponent(() => import('./views/versions/versions-view.tsx'), 'VersionsView'),
  ),
  view(
    '/statistics',
    lazyRouteComponent(() => import('./views/statistics/statistics-view.tsx'), 'StatisticsView'),
  ),
  view(
    '/broadcasts',
    lazyRouteComponent(() => import('./views/broadcasts/broadcasts-view.tsx'), 'BroadcastsView'),
  ),
  view(
    '/people',
    lazyRouteComponent(() => import('./views/people/people-view.tsx'), 'PeopleView'),
  ),
  view(
    '/access',
    lazyRouteComponent(() => import('./views/access/access-view.tsx'), 'AccessView'),
  ),
  view(
    '/settings',
    lazyRouteComponent(() => import('./views/settings/settings-view.tsx'), 'SettingsView'),
  ),
] as const;

/**
 * The panel's addresses. What a view shows (an entry, a range, a filter) stands in its query, so that a reload and a
 * link show the same.
 */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  // Texts as they are, without quotation marks around those that look like numbers.
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith(String),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultPendingMs: 150,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
