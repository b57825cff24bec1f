import { sql } from 'kysely';
import { newJobId, type NewJob, type Telling } from '../jobs/job.ts';
import { countOpen, jobsDesk } from '../jobs/store.ts';
import { Batch, together } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import { exportKind, type ExportArguments } from './schema.ts';

/** Exports that somebody may have under way at once. */
const mostOpen = 3;

/** A job to be queued, or `busy` where enough of this person's are under way. */
export type Requested =
  | { readonly ok: true; readonly job: NewJob; readonly queue: () => void }
  | { readonly ok: false };

/**
 * Asks for an export of a person's sessions; `queue` hands it to the batch.
 *
 * @param telling makes what is said in the chat when it is over, given the job's id; null where nobody waits in a chat.
 */
export async function requestExport(
  batch: Batch,
  userId: UserId,
  given: ExportArguments,
  telling: ((id: NewJob['id']) => Promise<Telling>) | null,
): Promise<Requested> {
  const [[counted]] = await batch.session.send(countOpen(userId, exportKind));
  if ((counted?.open ?? 0) >= mostOpen) return { ok: false };
  const id = newJobId();
  const job = { id, kind: exportKind, userId, arguments: given, telling: telling && (await telling(id)) };
  return { ok: true, job, queue: () => batch.use(jobsDesk).queue(job) };
}

/** Asks for one outside the chat, and queues it. @returns null where there is nobody with this id. */
export function queueExport(database: Database, userId: UserId, given: ExportArguments): Promise<Requested | null> {
  return database.transact(async (session) => {
    const [rows] = await session.send(sql`select from users where id = ${userId}::bigint for share`);
    const batch = new Batch(session);
    const requested = rows.length === 0 ? null : await requestExport(batch, userId, given, null);
    if (requested?.ok) requested.queue();
    return { ...together(batch.writes(), sql`select`), conclude: () => requested };
  });
}
