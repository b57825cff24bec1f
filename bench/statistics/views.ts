/** What the panel asks for when somebody opens a view: all of it at once, as its pages send it, then what they scroll to. */
import type { z } from 'zod';
import type { audienceBody } from '../../src/broadcasts/schema.ts';
import {
  cohortsAt,
  errorsAt,
  funnelAt,
  hoursAt,
  offersAt,
  sourcesAt,
  summaryAt,
  type Asked,
  type FigureAddress,
} from '../../web/panel/api/figure-addresses.ts';

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

/** What the page sends for an address. */
function sent({ path, query }: FigureAddress): Ask {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => [name, String(one)] satisfies [string, string]),
  );
  return { path: `${path}?${new URLSearchParams(pairs).toString()}` };
}

/** The view of statistics: its first screen, and each card further down, which is asked for as it comes into sight. */
function statisticsViews(length: string, asked: Asked, funnel: readonly string[]): readonly View[] {
  const further = {
    hours: hoursAt(asked),
    cohorts: cohortsAt(asked, 'week'),
    'steps offered': offersAt(asked),
    funnel: funnelAt(asked, funnel),
    sources: sourcesAt(asked),
    errors: errorsAt(asked),
  };
  return [
    {
      name: `view: statistics, ${length}, first screen`,
      asks: [statistics('now'), ...Object.values(summaryAt(asked)).map(sent)],
    },
    ...Object.entries(further).map(([card, address]) => ({
      name: `view: statistics, ${length}, ${card}`,
      asks: [sent(address)],
    })),
  ];
}

/** @param ranges by what a view is called there; the last day is today. */
export function viewsOf(
  ranges: Readonly<Record<string, Asked>>,
  today: string,
  funnel: readonly string[],
): readonly View[] {
  return [
    {
      name: 'view: home',
      asks: ['now', ...['users', 'activity', 'time-tracked'].map((path) => `${path}?${today}&unit=day`)].map(
        statistics,
      ),
    },
    ...Object.entries(ranges).flatMap(([length, range]) => [
      ...statisticsViews(length, range, funnel),
      { name: `view: graph, ${length}`, asks: [sent({ path: '/statistics/ways', query: { ...range } })] },
    ]),
    { name: 'view: people', asks: [{ path: '/users?limit=50' }] },
    { name: 'view: people, searched', asks: [{ path: `/users?limit=50&q=${encodeURIComponent('Аня')}` }] },
    { name: 'view: broadcast to all', asks: [audience([])] },
    { name: 'view: broadcast to who was seen', asks: [audience([{ kind: 'seen', after: '2025-12-24T00:00:00Z' }])] },
    { name: 'view: broadcast to a source', asks: [audience([{ kind: 'source', is: 'ad 3' }])] },
    { name: 'view: audit', asks: [{ path: '/audit' }] },
  ];
}
