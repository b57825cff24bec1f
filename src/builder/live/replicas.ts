import type { Queries } from '../../platform/database/database.ts';
import { rest } from '../../platform/rest.ts';
import { forgetSilentReplicas, readReplicas } from './store.ts';

/** Seconds: whoever says nothing for longer is not waited for. They say something every two. */
const silence = 7;
/** Milliseconds between two looks. */
const pause = 25;

/** A process that answers people, and what it runs. */
export interface ReplicaReport {
  readonly id: string;
  readonly version: number;
  /** Milliseconds from the publication of that version until it answered by it, by the database's clock. */
  readonly ms: number;
}

/**
 * Waits until every process that answers people runs a version, or a newer one, or has refused it.
 *
 * @param waitMs milliseconds, at most.
 * @returns those that there are then, each with what it runs.
 */
export async function replicasOn(queries: Queries, version: number, waitMs: number): Promise<readonly ReplicaReport[]> {
  const untilDone = new AbortController().signal;
  for (const giveUpAt = performance.now() + waitMs; ;) {
    const replicas = await readReplicas(queries, silence);
    const isDone = replicas.every((replica) => replica.version >= version || (replica.refused ?? 0) >= version);
    if (isDone || performance.now() >= giveUpAt)
      return replicas.map(({ id, version: runs, ms }) => ({ id, version: runs, ms }));
    await rest(pause, untilDone);
  }
}

/** Forgets processes that ended without saying so. */
export function forgetDeadReplicas(queries: Queries): Promise<void> {
  return forgetSilentReplicas(queries, 600);
}
