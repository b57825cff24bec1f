import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ActivityFigures,
  CohortsFigures,
  ErrorsFigures,
  FunnelFigures,
  Group,
  HoursFigures,
  NowFigures,
  SourcesFigures,
  TimeTrackedFigures,
  UsersFigures,
} from '../../../src/interactions/schema.ts';
import { get } from './client.ts';
import type { FigureAddress } from './figure-addresses.ts';

export type { ActivityFigures, Group };

interface Figures {
  readonly activity: ActivityFigures;
  readonly users: UsersFigures;
  readonly cohorts: CohortsFigures;
  readonly funnel: FunnelFigures;
  readonly hours: HoursFigures;
  readonly sources: SourcesFigures;
  readonly errors: ErrorsFigures;
  readonly 'time-tracked': TimeTrackedFigures;
}

/** A figure; while another range is on its way, the last one stays to be seen. */
export const figureQuery = <Name extends keyof Figures>(_name: Name, { path, query }: FigureAddress) =>
  queryOptions({
    queryKey: ['statistics', path, query],
    queryFn: ({ signal }) => get<Figures[Name]>(path, query, signal),
    placeholderData: keepPreviousData,
  });

/** What happens at this moment, asked for again and again while somebody looks. */
export const nowQuery = queryOptions({
  queryKey: ['statistics', 'now'],
  queryFn: ({ signal }) => get<NowFigures>('/statistics/now', {}, signal),
  refetchInterval: 5_000,
});
