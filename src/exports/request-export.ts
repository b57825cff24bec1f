import type { NewJob, Telling } from '../jobs/job.ts';
import { queueRequested, requestJob, type Requested } from '../jobs/request-job.ts';
import type { Batch } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import { exportKind, type ExportArguments } from './schema.ts';

/**
 * Asks for an export of a person's sessions, see `requestJob`.
 *
 * @param telling makes what is said in the chat when it is over, given the job's id; null where nobody waits in a chat.
 */
export function requestExport(
  batch: Batch,
  userId: UserId,
  given: ExportArguments,
  telling: ((id: NewJob['id']) => Promise<Telling>) | null,
): Promise<Requested> {
  return requestJob(batch, { userId, kind: exportKind, arguments: given }, telling);
}

/** Asks for one outside the chat, and queues it. @returns null where there is nobody with this id. */
export function queueExport(database: Database, userId: UserId, given: ExportArguments): Promise<Requested | null> {
  return queueRequested(database, { userId, kind: exportKind, arguments: given });
}
