import type { Queries } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { attemptOf, filesPrefix } from './file-key.ts';
import { fileDays } from './job.ts';
import { deadAttempts, expireFiles } from './store.ts';

/** Files looked up at once. */
const atOnce = 500;

/**
 * Deletes the files of jobs that were kept long enough, and those that no job has: of attempts that died after they had
 * written theirs. Forgets old jobs.
 *
 * @param now what was begun a day before and never became whole is given up.
 */
export async function forgetFiles(queries: Queries, objects: Objects, now: Temporal.Instant): Promise<void> {
  for (const { key } of await expireFiles(queries, fileDays)) await objects.delete(key);
  let found: { id: NonNullable<ReturnType<typeof attemptOf>>['id']; attempt: number; key: string }[] = [];
  for await (const { key } of objects.list(filesPrefix)) {
    const attempt = attemptOf(key);
    if (attempt) found.push({ ...attempt, key });
    if (found.length < atOnce) continue;
    await deleteDead(queries, objects, found);
    found = [];
  }
  await deleteDead(queries, objects, found);
  await objects.dropUnfinished(filesPrefix, now.subtract({ hours: 24 }));
}

async function deleteDead(
  queries: Queries,
  objects: Objects,
  found: Parameters<typeof deadAttempts>[1],
): Promise<void> {
  // Asked after they were listed: a file that is there then has a job that is there now, or never will again.
  for (const key of await deadAttempts(queries, found)) await objects.delete(key);
}
