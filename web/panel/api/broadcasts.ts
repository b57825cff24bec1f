/** Messages to many people. */
import { queryOptions } from '@tanstack/react-query';
import type {
  Audience,
  Broadcast,
  BroadcastLine,
  BroadcastTest,
  Condition,
  Content,
  ContentProblem,
  Segment,
  StartWish,
} from '../../../src/broadcasts/schema.ts';
import type { Callback } from '../../../src/builder/schema.ts';
import { ask, get, send } from './client.ts';
import { listQuery, type ListPage } from './page.ts';

export type { Broadcast, BroadcastLine, BroadcastTest, Condition, Content, ContentProblem, Segment, StartWish };

export const broadcastsPath = '/broadcasts';

/** Milliseconds between looks at what is under way. */
const lookEvery = 2_000;

/** … and at what changes by itself but slowly: presses after the end, how many people a segment is. */
const lookSlowly = 15_000;

const isUnderWay = ({ state }: Pick<BroadcastLine, 'state'>): boolean => state === 'scheduled' || state === 'sending';

/** A draft changes by hands alone, and those who change it are told of each other. */
function lookAfter(broadcast: Broadcast | undefined): number | false {
  if (broadcast === undefined || broadcast.state === 'draft') return false;
  return isUnderWay(broadcast) ? lookEvery : lookSlowly;
}

export const broadcastsQuery = {
  ...listQuery<BroadcastLine>(broadcastsPath),
  refetchInterval: lookEvery * 2,
};

/** A broadcast with the revision that a change of it is meant for. */
export interface ReadBroadcast {
  readonly broadcast: Broadcast;
  readonly etag: string | undefined;
}

export const broadcastQuery = (id: string) =>
  queryOptions({
    queryKey: ['broadcast', id],
    queryFn: async ({ signal }) => read(await ask<Broadcast>('GET', `${broadcastsPath}/${id}`, { signal })),
    refetchInterval: ({ state }) => lookAfter(state.data?.broadcast),
  });

/** How many people a segment is now. */
export const audienceQuery = (segment: Segment) =>
  queryOptions({
    queryKey: ['audience', segment],
    staleTime: lookSlowly,
    refetchInterval: lookSlowly,
    queryFn: ({ signal }) => send<Audience>('POST', `${broadcastsPath}/audience`, { body: { segment }, signal }),
  });

/** What became of a test, until that is known. */
export const testQuery = (broadcast: string, test: string) =>
  queryOptions({
    queryKey: ['broadcast-test', broadcast, test],
    queryFn: ({ signal }) => get<BroadcastTest>(`${broadcastsPath}/${broadcast}/tests/${test}`, {}, signal),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'waiting' ? 500 : false),
  });

/** All screens of the draft, for the buttons that lead to them. */
export const screensQuery = queryOptions({
  queryKey: ['configuration', 'screens'],
  queryFn: async ({ signal }): Promise<readonly Callback[]> => {
    const screens: Callback[] = [];
    let cursor: string | null = null;
    do {
      const page: ListPage<Callback> = await get<ListPage<Callback>>('/callbacks', { limit: 200, cursor }, signal);
      screens.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return screens;
  },
});

export type BroadcastChange = Partial<Pick<Broadcast, 'name' | 'content' | 'segment'>>;

export function addBroadcast(fields: Pick<Broadcast, 'name'> & BroadcastChange): Promise<Broadcast> {
  return send<Broadcast>('POST', broadcastsPath, { body: fields });
}

/** @throws Problem 409 where it was started, 412 where somebody else was first, 422 */
export async function changeBroadcast(
  { broadcast, etag }: ReadBroadcast,
  change: BroadcastChange,
): Promise<ReadBroadcast> {
  return read(await ask<Broadcast>('PATCH', `${broadcastsPath}/${broadcast.id}`, { body: change, etag }));
}

export function deleteBroadcast(id: string): Promise<void> {
  return send('DELETE', `${broadcastsPath}/${id}`);
}

/** @throws Problem 409 with `broadcast_test_unknown` or `broadcast_test_stranger`, 422 */
export function testBroadcast(id: string): Promise<BroadcastTest> {
  return send<BroadcastTest>('POST', `${broadcastsPath}/${id}/test`);
}

/** @throws Problem 409, 412, 422 */
export async function startBroadcast({ broadcast, etag }: ReadBroadcast, wish: StartWish): Promise<ReadBroadcast> {
  return read(await ask<Broadcast>('POST', `${broadcastsPath}/${broadcast.id}/start`, { body: wish, etag }));
}

export type BroadcastMove = 'pause' | 'resume' | 'stop';

/** @throws Problem 409 where its state does not allow it */
export async function moveBroadcast(id: string, move: BroadcastMove): Promise<ReadBroadcast> {
  return read(await ask<Broadcast>('POST', `${broadcastsPath}/${id}/${move}`));
}

function read({ body, etag }: { readonly body: Broadcast; readonly etag: string | null }): ReadBroadcast {
  return { broadcast: body, etag: etag ?? undefined };
}
