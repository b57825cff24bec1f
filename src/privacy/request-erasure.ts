import { newJobId, type Telling } from '../jobs/job.ts';
import { jobsDesk, queueJob } from '../jobs/store.ts';
import { peopleDesk } from '../people/store.ts';
import type { Batch } from '../platform/database/batch.ts';
import type { Queries } from '../platform/database/database.ts';
import type { JobId, UserId } from '../platform/ids.ts';
import { erasureKind, markErasing, openErasure } from './store/people.ts';

/** Has somebody erased who asked for it in the chat, from this batch's commit on. */
export function eraseInBatch(batch: Batch, userId: UserId, id: JobId, telling: Telling): void {
  batch.use(peopleDesk).erase(userId);
  batch.use(jobsDesk).queue({ id, kind: erasureKind, userId, arguments: {}, telling });
}

/**
 * Has somebody erased, from the commit of this transaction on.
 *
 * @returns the job that does it, which may have been there; null where there is nobody with this id.
 */
export async function requestErasure(transaction: Queries, userId: UserId): Promise<JobId | null> {
  if (!(await markErasing(transaction, userId))) return null;
  const known = await openErasure(transaction, userId);
  if (known) return known;
  const id = newJobId();
  await queueJob({ id, kind: erasureKind, userId, arguments: {}, telling: null }).execute(transaction);
  return id;
}
