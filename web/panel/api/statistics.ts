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
import { get, type Query } from './client.ts';

export type { ActivityFigures, Group };

/** What every figure is asked about. */
export interface Asked {
  /** The first day, such as `2026-11-01`. */
  readonly from: string;
  /** The last day, included. */
  readonly to: string;
  /** Whose days they are: an IANA name. */
  readonly zone: string;
}

/** Where a figure is, and where it is as CSV. */
export interface FigureAddress {
  readonly path: string;
  readonly query: Query;
}

export const csvOf = ({ path, query }: FigureAddress): FigureAddress => ({ path: `${path}.csv`, query });

const at = (name: string, asked: Asked, more: Query = {}): FigureAddress => ({
  path: `/statistics/${name}`,
  query: { ...asked, ...more },
});

/** @param group what is told apart; the most frequent eight, the rest added up. */
export const activityAt = (asked: Asked, group: Group | undefined) => at('activity', asked, { group, limit: 8 });
export const usersAt = (asked: Asked) => at('users', asked);
export const cohortsAt = (asked: Asked, unit: 'day' | 'week') => at('cohorts', asked, { unit });
export const funnelAt = (asked: Asked, steps: readonly string[]) => at('funnel', asked, { steps });
export const hoursAt = (asked: Asked) => at('hours', asked);
export const sourcesAt = (asked: Asked) => at('sources', asked);
export const errorsAt = (asked: Asked) => at('errors', asked);
export const timeTrackedAt = (asked: Asked) => at('time-tracked', asked);

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
