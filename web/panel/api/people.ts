import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { jobShape } from '../../../src/jobs/schema.ts';
import type { userShape } from '../../../src/people/schema.ts';
import type { sessionShape, statsShape } from '../../../src/tracker/schema.ts';
import { get, send } from './client.ts';
import { listQuery, type ListPage } from './page.ts';

export type User = z.infer<typeof userShape>;
export type Session = z.infer<typeof sessionShape>;
export type Job = z.infer<typeof jobShape>;
export type UserStatistics = z.infer<typeof statsShape>;

export const exportFormats = ['csv', 'xlsx', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const peopleQuery = (words: string) => listQuery<User>('/users', { q: words.trim(), limit: 50 });

export const userQuery = (id: string) =>
  queryOptions({ queryKey: ['users', id], queryFn: ({ signal }) => get<User>(`/users/${id}`, {}, signal) });

/** @param period as `GET /users/{id}/stats` names it. */
export const userStatisticsQuery = (id: string, period: 'today' | 'this_week' | 'this_month' | 'all') =>
  queryOptions({
    queryKey: ['users', id, 'stats', period],
    queryFn: ({ signal }) => get<UserStatistics>(`/users/${id}/stats`, { period }, signal),
  });

/** Their latest session, which is the one that runs where one does; null for who never tracked. */
export const latestSessionQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', id, 'latest-session'],
    queryFn: async ({ signal }) =>
      (await get<ListPage<Session>>('/sessions', { user_id: id, limit: 1 }, signal)).items[0] ?? null,
  });

/** A job, asked for again until it is over. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => get<Job>(`/jobs/${id}`, {}, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 1_000),
  });

const isOver = (job: Job | undefined) => job?.status === 'done' || job?.status === 'failed';

export const endSession = (id: string) => send<Session>('POST', `/sessions/${id}/end`);

/** Has somebody's sessions written down as a file. */
export const requestExport = (userId: string, format: ExportFormat, idempotencyKey: string) =>
  send<Job>('POST', `/users/${userId}/export`, { body: { format }, idempotencyKey });

/** Has all that is known about somebody gathered. */
export const requestAllData = (userId: string, idempotencyKey: string) =>
  send<Job>('POST', `/users/${userId}/data-export`, { idempotencyKey });

/** Has everything about somebody erased, for ever. */
export const eraseUser = (userId: string) => send<Job>('DELETE', `/users/${userId}`);
