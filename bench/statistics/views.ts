/** What the panel asks for when somebody opens a view: all of it at once, as its pages send it. */
import type { z } from 'zod';
import type { audienceBody } from '../../src/broadcasts/schema.ts';

export interface Ask {
  /** Behind `/api/v1`. */
  readonly path: string;
  /** Posted where there is one. */
  readonly body?: z.input<typeof audienceBody>;
}

export interface View {
  readonly name: string;
  readonly asks: readonly Ask[];
}

const statistics = (path: string): Ask => ({ path: `/statistics/${path}` });

const audience = (segment: z.input<typeof audienceBody>['segment']): Ask => ({
  path: '/broadcasts/audience',
  body: { segment },
});

/** The view of statistics, with a funnel in its address. */
function statisticsView(range: string, funnel: string): readonly Ask[] {
  return [
    'now',
    `users?${range}`,
    `activity?${range}&limit=8`,
    `time-tracked?${range}`,
    `errors?${range}`,
    `cohorts?${range}&unit=week`,
    `activity?${range}&group=handler&limit=200`,
    `hours?${range}`,
    `sources?${range}`,
    `funnel?${range}&${funnel}`,
  ].map(statistics);
}

/** @param ranges as a query has them, by what a view is called there; the last day is today. */
export function viewsOf(ranges: Readonly<Record<string, string>>, today: string, funnel: string): readonly View[] {
  return [
    {
      name: 'view: home',
      asks: ['users', 'activity', 'time-tracked'].map((path) => statistics(`${path}?${today}&unit=day`)),
    },
    ...Object.entries(ranges).flatMap(([length, range]) => [
      { name: `view: statistics, ${length}`, asks: statisticsView(range, funnel) },
      { name: `view: graph, ${length}`, asks: [statistics(`ways?${range}`)] },
    ]),
    { name: 'view: people', asks: [{ path: '/users?limit=50' }] },
    { name: 'view: people, searched', asks: [{ path: `/users?limit=50&q=${encodeURIComponent('Аня')}` }] },
    { name: 'view: broadcast to all', asks: [audience([])] },
    { name: 'view: broadcast to who was seen', asks: [audience([{ kind: 'seen', after: '2025-12-24T00:00:00Z' }])] },
    { name: 'view: broadcast to a source', asks: [audience([{ kind: 'source', is: 'ad 3' }])] },
    { name: 'view: audit', asks: [{ path: '/audit' }] },
  ];
}
