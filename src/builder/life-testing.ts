/** A configuration's life without the processes that run it: what they would be told is noted. */
import type { Queries } from '../platform/database/database.ts';
import type { Actor, Deed } from './actor.ts';
import { createChecker } from './checker.ts';
import { builderActions } from './actions.ts';
import type { Publishing } from './publish.ts';
import { filters } from '../texts/filters.ts';

/** What was told to whom. */
export interface Told {
  readonly announced: number[];
  readonly queued: number[];
  readonly moved: number[];
}

export function testPublishing(queries: Queries): Publishing & Told {
  const told: Told = { announced: [], queued: [], moved: [] };
  return {
    ...told,
    queries,
    check: createChecker({ actions: builderActions, filters }),
    announce: async (version) => void told.announced.push(version),
    replicasOn: async (version) => [{ id: 'bot-1', version, ms: 5 }],
    queueDeliveries: async (_, version) => void told.queued.push(version),
    moveConversations: async (_, version) => void told.moved.push(version),
  };
}

/** Somebody whose deeds are noted. */
export function testActor(name: string): Actor & { readonly deeds: Deed[] } {
  const deeds: Deed[] = [];
  return { name, deeds, record: async (_, deed) => void deeds.push(deed) };
}
