import type { z } from 'zod';
import type { FileLinks } from './file-links.ts';
import type { Job } from './job.ts';
import type { jobShape } from './schema.ts';
import { fileExpiry } from './send-file.ts';

/** A job as the API shows it. @param links gives its file a link; not needed where it cannot have made one yet. */
export function presentJob(job: Job, links?: FileLinks): z.infer<typeof jobShape> {
  const { file, finishedAt } = job;
  const expiry = fileExpiry(job);
  return {
    id: job.id,
    kind: job.kind,
    user_id: job.userId === null ? null : String(job.userId),
    status: job.status,
    progress: job.progress,
    file:
      file && expiry
        ? {
            url: `/api/v1/jobs/${job.id}/file`,
            name: file.name,
            type: file.type,
            size: file.size,
            expires_at: expiry.toString(),
          }
        : null,
    file_url: file && expiry && links ? links.pathOf(job.id, file) : null,
    error: job.error,
    created_at: job.createdAt.toString(),
    started_at: job.startedAt && job.startedAt.toString(),
    finished_at: finishedAt && finishedAt.toString(),
  };
}
