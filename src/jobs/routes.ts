import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { notFound } from '../platform/http/problem.ts';
import { isJobId, type JobId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { FileLinks } from './file-links.ts';
import { presentJob } from './present-job.ts';
import { jobShape } from './schema.ts';
import { sendFile } from './send-file.ts';
import { readJob } from './store.ts';

const tags = ['Jobs'];
const config = { needs: 'tracker:read' } as const;
const params = z.strictObject({ id: z.guid() });

export interface JobRoutesOptions {
  readonly queries: Queries;
  readonly objects: Objects;
  readonly links: FileLinks;
  readonly clock: Clock;
}

/** What is done in the background: how far it is, and what it has made. */
export function jobRoutes({ queries, objects, links, clock }: JobRoutesOptions): ApiPlugin {
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
        return presentJob(job, links);
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
        const sent = job && (await sendFile(job, reply, { objects, now: clock.now() }));
        if (!sent) throw notFound('This job has no file, or not any more.');
        return sent;
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
