import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { requireNeed, type Principal, type Scope } from '../platform/http/access.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { notFound } from '../platform/http/problem.ts';
import { isJobId, type JobId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { FileLinks } from './file-links.ts';
import type { Job } from './job.ts';
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
  /** What else somebody must be allowed to see jobs of these kinds. */
  readonly scopes: Readonly<Record<string, Scope>>;
}

/** What is done in the background: how far it is, and what it has made. */
export function jobRoutes({ queries, objects, links, clock, scopes }: JobRoutesOptions): ApiPlugin {
  /** @throws {Problem} where there is none, or none for this principal. */
  async function findJob({ params: { id }, principal }: JobRequest): Promise<Job> {
    const job = await readJob(queries, jobIdOf(id));
    if (!job) throw noJob();
    requireNeed(principal, scopes[job.kind] ?? config.needs);
    return job;
  }

  return (api) => {
    api.get(
      '/jobs/:id',
      {
        config,
        schema: { tags, summary: 'A job, with its file once it is done', params, response: { 200: jobShape } },
      },
      async (request) => presentJob(await findJob(request), links),
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
        const sent = await sendFile(await findJob(request), reply, { objects, now: clock.now() });
        if (!sent) throw notFound('This job has no file, or not any more.');
        return sent;
      },
    );
  };
}

interface JobRequest {
  readonly params: z.infer<typeof params>;
  readonly principal: Principal;
}

const noJob = () => notFound('There is no such job.');

function jobIdOf(text: string): JobId {
  const id = text.toLowerCase();
  if (!isJobId(id)) throw noJob();
  return id;
}
