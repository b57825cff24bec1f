import { sql } from 'kysely';
import { Batch, together } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import { newJobId, type NewJob, type Telling } from './job.ts';
import { countOpen, jobsDesk } from './store.ts';

/** Jobs of one kind that somebody may have under way at once. */
const mostOpen = 3;

/** What somebody wants to have done. */
export type JobWish = Pick<NewJob, 'kind' | 'userId' | 'arguments'>;

/** A job to be queued, or not `ok` where enough of this kind are under way for this person. */
export type Requested =
  | { readonly ok: true; readonly job: NewJob; readonly queue: () => void }
  | { readonly ok: false };

/**
 * Asks for a job; `queue` hands it to the batch.
 *
 * @param telling makes what is said in the chat when it is over, given the job's id; null where nobody waits in a chat.
 */
export async function requestJob(
  batch: Batch,
  wish: JobWish,
  telling: ((id: NewJob['id']) => Promise<Telling>) | null,
): Promise<Requested> {
  const [[counted]] = await batch.session.send(countOpen(wish.userId, wish.kind));
  if ((counted?.open ?? 0) >= mostOpen) return { ok: false };
  const id = newJobId();
  const job = { ...wish, id, telling: telling && (await telling(id)) };
  return { ok: true, job, queue: () => batch.use(jobsDesk).queue(job) };
}

/** Asks for one outside the chat, and queues it. @returns null where there is nobody with this id. */
export function queueRequested(database: Database, wish: JobWish): Promise<Requested | null> {
  return database.transact(async (session) => {
    const [rows] = await session.send(sql`
      select from users where id = ${wish.userId}::bigint and erasing_at is null for share`);
    const batch = new Batch(session);
    const requested = rows.length === 0 ? null : await requestJob(batch, wish, null);
    if (requested?.ok) requested.queue();
    return { ...together(batch.writes(), sql`select`), conclude: () => requested };
  });
}
