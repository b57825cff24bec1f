import { z } from 'zod';
import type { Queries } from '../platform/database/database.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { notFound } from '../platform/http/problem.ts';
import { isJobId, type JobId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { presentJob } from './present-job.ts';
import { jobShape } from './schema.ts';
import { readJob } from './store.ts';

const tags = ['Jobs'];
const config = { needs: 'tracker:read' } as const;
const params = z.strictObject({ id: z.guid() });

/** What is done in the background: how far it is, and what it has made. */
export function jobRoutes({ queries, objects }: { readonly queries: Queries; readonly objects: Objects }): ApiPlugin {
  return (api) => {
    api.get(
      '/jobs/:id',
      {
        config,
        schema: { tags, summary: 'A job, with its file once it is done', params, response: { 200: jobShape } },
      },
      async (request) => {
        const job = await readJob(queries, jobIdOf(request.params.id));
        if (!job) throw noJob();
        return presentJob(job);
      },
    );

    api.get(
      '/jobs/:id/file',
      {
        config,
        schema: {
          tags,
          summary: 'The file that a job has made; a day later it is gone',
          params,
          response: { 200: { description: 'The file', content: { '*/*': { schema: z.any() } } } },
        },
      },
      async (request, reply) => {
        const job = await readJob(queries, jobIdOf(request.params.id));
        const stored = job?.file ? await objects.get(job.file.key) : null;
        if (!job?.file || !stored) throw notFound('This job has no file, or not any more.');
        const { name, type } = job.file;
        return reply
          .type(type)
          .header('content-length', stored.size)
          .header('content-disposition', `attachment; filename="${name}"`)
          .send(stored.content);
      },
    );
  };
}

const noJob = () => notFound('There is no such job.');

function jobIdOf(text: string): JobId {
  const id = text.toLowerCase();
  if (!isJobId(id)) throw noJob();
  return id;
}
