import { queryOptions } from '@tanstack/react-query';
import type { BotView, Installation } from '../../../src/installation/schema.ts';
import { get } from '../api/client.ts';

export type { BotView, Installation };

/** Which bot is connected and how its updates come; asked again while somebody looks. */
export const botQuery = queryOptions({
  queryKey: ['bot'],
  queryFn: ({ signal }) => get<BotView>('/bot', undefined, signal),
  staleTime: 2_000,
  refetchInterval: 5_000,
});

/** What this installation stands on: does not change while it runs. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: ({ signal }) => get<Installation>('/installation', undefined, signal),
  staleTime: Infinity,
});

/** Where a chat with the bot begins in Telegram. */
export const chatAddress = (username: string): string => `https://t.me/${username}`;
