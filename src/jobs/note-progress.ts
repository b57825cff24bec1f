import type { Queries } from '../platform/database/database.ts';
import { isJobId, type JobId } from '../platform/ids.ts';
import { noteProgressMessage } from './store.ts';

/** Marks the call that tells a chat how far a job is, so that its message can be edited and taken away later. */
export function progressTag(id: JobId): string {
  return `progress ${id}`;
}

/**
 * Remembers which message tells how far a job is.
 *
 * @param tag of the call that sent or edited it; another one is none of ours.
 */
export async function noteProgress(queries: Queries, tag: string, messageId: number): Promise<void> {
  const [, id = ''] = /^progress (\S+)$/.exec(tag) ?? [];
  if (isJobId(id)) await noteProgressMessage(queries, id, messageId);
}
