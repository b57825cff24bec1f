import type { Queries } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { fileDays } from './job.ts';
import { expireFiles } from './store.ts';

/** Deletes the files of jobs that were kept long enough, and forgets old jobs. */
export async function forgetFiles(queries: Queries, objects: Objects): Promise<void> {
  for (const { key } of await expireFiles(queries, fileDays)) await objects.delete(key);
}
