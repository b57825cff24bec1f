import { isJobId, type JobId } from '../platform/ids.ts';
import type { TakenJob } from './store.ts';

/** What files of jobs are called in the object store. */
export const filesPrefix = 'exports/';

/**
 * The key of the file that an attempt makes. Each has its own: who lost the job must not write over, or delete, what the
 * next one makes.
 */
export function fileKey({ id, userId, attempt }: TakenJob, extension: string): string {
  return `${filesPrefix}${userId}/${id}-${attempt}.${extension}`;
}

/** Which attempt at which job has made this file; null where the key is no such file's. */
export function attemptOf(key: string): { readonly id: JobId; readonly attempt: number } | null {
  const [, id = '', attempt = ''] = /^exports\/\d+\/([\da-f-]{36})-(\d{1,5})\.\w+$/.exec(key) ?? [];
  return isJobId(id) ? { id, attempt: Number(attempt) } : null;
}
