import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import { get, type Query } from './client.ts';

/** A page of a list, as every list of the API has them. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Leads to the next page; null where this is the last. */
  readonly next_cursor: string | null;
}

/** A list that is read page by page, as far as somebody looks. */
export function listQuery<Item>(path: string, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: ['list', path, query],
    queryFn: ({ pageParam, signal }) => get<ListPage<Item>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** All that was read of a list so far. */
export function itemsOf<Item>(data: InfiniteData<ListPage<Item>> | undefined): readonly Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
