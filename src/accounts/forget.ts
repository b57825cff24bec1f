import type { Queries } from '../platform/database/database.ts';
import { idleHours } from './sessions.ts';
import { forgetAttemptsBefore } from './store/failures.ts';
import { deleteOldSessions } from './store/sessions.ts';

/** Forgets sessions that have ended by themselves, and failed sign-ins that count no more. */
export async function forgetOldSignIns(queries: Queries, now: Temporal.Instant): Promise<void> {
  await deleteOldSessions(queries, { now, seenBefore: now.subtract({ hours: idleHours }) });
  await forgetAttemptsBefore(queries, now.subtract({ hours: 48 }));
}
