import type { z } from 'zod';
import { fileDays, type Job } from './job.ts';
import type { jobShape } from './schema.ts';

/** A job as the API shows it. */
export function presentJob(job: Job): z.infer<typeof jobShape> {
  const { file, finishedAt } = job;
  return {
    id: job.id,
    kind: job.kind,
    user_id: job.userId === null ? null : String(job.userId),
    status: job.status,
    progress: job.progress,
    file:
      file && finishedAt
        ? {
            url: `/api/v1/jobs/${job.id}/file`,
            name: file.name,
            type: file.type,
            size: file.size,
            expires_at: finishedAt.add({ hours: 24 * fileDays }).toString(),
          }
        : null,
    error: job.error,
    created_at: job.createdAt.toString(),
    started_at: job.startedAt && job.startedAt.toString(),
    finished_at: finishedAt && finishedAt.toString(),
  };
}
