import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ConfigDocument } from '../../../../src/builder/schema.ts';
import type { FirstSteps } from '../../../../src/installation/schema.ts';
import type {
  ActivityFigures,
  NowFigures,
  TimeTrackedFigures,
  UsersFigures,
} from '../../../../src/interactions/schema.ts';
import { get } from '../../api/client.ts';
import { configurationKey } from '../../api/configuration.ts';

interface VersionLine {
  readonly version: number;
  readonly author: string | null;
  readonly published_at: string;
}

/** @param version that runs; with another one it is asked again. */
export const versionQuery = (version: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'line', version],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { items } = await get<{ items: readonly VersionLine[] }>('/config/versions', { limit: 1 }, signal);
      return items[0] ?? null;
    },
  });

/** The draft as one document. @param revision of it; with another one it is asked again. */
export const documentQuery = (revision: number) =>
  queryOptions({
    queryKey: [...configurationKey, 'document', revision],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<ConfigDocument>('/config/draft', undefined, signal),
  });

/** How far a first change has come; asked until it is complete. */
export const firstStepsQuery = queryOptions({
  queryKey: ['first-steps'],
  queryFn: ({ signal }) => get<FirstSteps>('/first-steps', undefined, signal),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.is_tapped === true ? false : 2_000),
});

export const nowQuery = queryOptions({
  queryKey: ['statistics', 'now'],
  queryFn: ({ signal }) => get<NowFigures>('/statistics/now', undefined, signal),
  refetchInterval: 10_000,
});

export interface TodayFigures {
  readonly users: UsersFigures;
  readonly activity: ActivityFigures;
  readonly tracked: TimeTrackedFigures;
}

/** Today, as the browser's zone has it. */
export const todayQuery = queryOptions({
  queryKey: ['statistics', 'today'],
  queryFn: async ({ signal }): Promise<TodayFigures> => {
    const zone = Temporal.Now.timeZoneId();
    const today = Temporal.Now.plainDateISO(zone).toString();
    const range = { from: today, to: today, zone, unit: 'day' };
    const [users, activity, tracked] = await Promise.all([
      get<UsersFigures>('/statistics/users', range, signal),
      get<ActivityFigures>('/statistics/activity', range, signal),
      get<TimeTrackedFigures>('/statistics/time-tracked', range, signal),
    ]);
    return { users, activity, tracked };
  },
  refetchInterval: 30_000,
});
