import type { CacheKeeper } from '../builder/live/cache-keeper.ts';
import { replicasOn } from '../builder/live/replicas.ts';
import { moveConversations } from '../builder/move-conversations.ts';
import type { Publishing } from '../builder/publish.ts';
import { queueConfigDeliveries } from '../config-webhooks/queue-config-deliveries.ts';
import type { Queries } from '../platform/database/database.ts';
import { checker } from './checking.ts';

/** Milliseconds that a publication waits for the processes that answer people. */
const replicasWithin = 2_000;

/** What publishing needs, whoever publishes: the API or the command line. */
export function createPublishing({
  queries,
  keeper,
}: {
  readonly queries: Queries;
  readonly keeper: Pick<CacheKeeper, 'announce'>;
}): Publishing {
  return {
    queries,
    check: checker,
    announce: (version) => keeper.announce(version),
    replicasOn: (version) => replicasOn(queries, version, replicasWithin),
    queueDeliveries: queueConfigDeliveries,
    moveConversations,
  };
}
