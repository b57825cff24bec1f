/** The picture of the bot, and how people went through it. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { graphView } from '../../../src/builder/routes/graph.ts';
import type { WaysFigures } from '../../../src/interactions/schema.ts';
import { get } from './client.ts';
import { configurationKey } from './configuration.ts';
import type { Asked } from './figure-addresses.ts';

export type Graph = z.infer<typeof graphView>;
export type GraphNode = Graph['nodes'][number];
export type GraphEdge = Graph['edges'][number];
export type Way = GraphEdge['ways'][number];
export type ButtonWay = Extract<Way, { readonly kind: 'button' }>;
export type { WaysFigures };

/** @param side a version, or the draft at a revision; while another one is on its way the last stays to be seen. */
export const graphQuery = (side: { readonly version: number } | { readonly revision: number }) =>
  queryOptions({
    queryKey: [...configurationKey, 'graph', side],
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<Graph>('/config/graph', 'version' in side ? { version: side.version } : {}, signal),
  });

/** @param version of the configuration; null: all of them. */
export const waysQuery = (asked: Asked, version: number | null) =>
  queryOptions({
    queryKey: ['statistics', 'ways', asked, version],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<WaysFigures>('/statistics/ways', { ...asked, version }, signal),
  });
