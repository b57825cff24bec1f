import type { FastifyReply } from 'fastify';
import { Problem } from '../platform/http/problem.ts';
import { ObjectsError, type Objects } from '../platform/objects/objects.ts';
import { fileDays, type Job } from './job.ts';

/** When a job's file is no longer to be had; null where it has made none. */
export function fileExpiry({ file, finishedAt }: Job): Temporal.Instant | null {
  return file && finishedAt ? finishedAt.add({ hours: 24 * fileDays }) : null;
}

/**
 * Answers with the file of a job, read while it is sent.
 *
 * @returns null where it has none, or not any more.
 * @throws {Problem} where the object store is away.
 */
export async function sendFile(
  job: Job,
  reply: FastifyReply,
  { objects, now }: { readonly objects: Objects; readonly now: Temporal.Instant },
): Promise<FastifyReply | null> {
  const expiry = fileExpiry(job);
  if (!job.file || !expiry || Temporal.Instant.compare(expiry, now) <= 0) return null;
  const { key, name, type } = job.file;
  const stored = await objects.get(key).catch((error: unknown) => {
    throw error instanceof ObjectsError ? storeAway(error) : error;
  });
  if (!stored) return null;
  return reply
    .type(type)
    .header('content-length', stored.size)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(stored.content);
}

function storeAway(cause: ObjectsError): Problem {
  return new Problem(
    {
      status: 503,
      code: 'unavailable',
      title: 'Not now',
      detail: 'The object store does not answer at the moment. Try again.',
      headers: { 'retry-after': '5' },
    },
    { cause },
  );
}
