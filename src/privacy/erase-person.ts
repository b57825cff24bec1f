import { sql } from 'kysely';
import type { JobKind } from '../jobs/run-jobs.ts';
import type { TakenJob } from '../jobs/store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { tell } from '../platform/outbox/outbox-desk.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { waitForTrackers } from '../tracker/store.ts';
import { readKept, type Erased } from './erased.ts';
import { cachedOf, filesOf, findRemains, folderOf, type Stores } from './find-remains.ts';
import { noteErasure } from './ledger.ts';
import { eraseLeftovers, eraseRows, mayScan } from './store/erase-rows.ts';
import { deleteUser, forgetErased, keepErased, markErasing, outlive } from './store/people.ts';
import { places } from './store/places.ts';

export interface ErasureDependencies extends Omit<Stores, 'queries'> {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Somebody who was erased has been found again; where stands in the message, and nothing of what was found. */
export class RemainsError extends Error {
  override readonly name = 'RemainsError';
}

/**
 * Erases everything about a person. Each step can be done again, and a job that is begun anew goes on from what is left.
 * It is never given up. At its end it looks for them everywhere, and is not over while there is anything.
 */
export function erasePerson(deps: ErasureDependencies): JobKind {
  const { database, objects, cache, clock, log } = deps;
  const { queries } = database;
  const stores: Stores = { queries, objects, cache };
  return {
    mostAttempts: Infinity,
    isUrgent: true,
    async make(job, { signal, report }) {
      const person = await begin(database, job);
      // All was gone, and only that could not be noted.
      if (!person) return null;
      // First of all, so that no backup brings back what nobody knows to be erased.
      await noteErasure(objects, person, null);
      for (const [step, place] of places.entries()) {
        if (!place.isLast) await eraseRows(queries, place, person, { now: clock.now(), signal });
        report((80 * (step + 1)) / places.length);
      }
      await eraseFiles(deps, person);
      signal.throwIfAborted();
      if (job.userId !== null) await eraseUser(deps, person);
      // What a process that had read their row before has made since.
      await eraseFiles(deps, person);
      await cache.delete(await cachedOf(cache, person.userId));
      report(90);
      const remains = await findRemains(stores, person, { now: clock.now(), signal });
      if (remains.length > 0)
        throw new RemainsError(remains.map(({ place, count }) => `${count} in ${place}`).join(', '));
      await noteErasure(objects, person, clock.now());
      await forgetErased(queries, person.jobId, remains.length);
      log.info({ job: job.id, found: remains.length }, 'somebody was erased');
      return null;
    },
    discard: async () => undefined,
  };
}

/** @returns null where nobody is left to be erased. */
async function begin({ queries }: Database, job: TakenJob): Promise<Erased | null> {
  const { id: jobId, userId } = job;
  if (userId === null) return readKept(jobId, job.arguments);
  return queries.transaction().execute(async (transaction) => {
    const marked = await markErasing(transaction, userId);
    if (!marked) return readKept(jobId, job.arguments);
    const person = { ...marked, userId, jobId };
    await keepErased(transaction, person);
    return person;
  });
}

async function eraseFiles({ objects, clock }: ErasureDependencies, { userId }: Erased): Promise<void> {
  for (const key of await filesOf(objects, userId)) await objects.delete(key);
  await objects.dropUnfinished(folderOf(userId), clock.now());
}

/** The commit after which they are nobody, and whoever writes again is somebody new. */
function eraseUser({ database, clock }: ErasureDependencies, person: Erased): Promise<void> {
  const { userId } = person;
  return database.transact(async (session) => {
    await session.send(waitForTrackers([userId]), mayScan);
    return {
      before: [
        ...eraseLeftovers(person),
        outlive(userId),
        tell([{ type: 'user.erased', userId, at: clock.now(), data: {} }]),
        deleteUser(userId),
      ],
      statement: sql`select`,
      conclude: () => undefined,
    };
  });
}
