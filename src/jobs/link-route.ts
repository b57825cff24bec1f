import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { answerProblem } from '../platform/http/answer-problem.ts';
import { notFound } from '../platform/http/problem.ts';
import { isJobId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { linkPath, type FileLinks } from './file-links.ts';
import { sendFile } from './send-file.ts';
import { readJob } from './store.ts';

export interface LinkOptions {
  readonly queries: Queries;
  readonly objects: Objects;
  readonly links: FileLinks;
  readonly clock: Clock;
  readonly log: Logger;
}

const params = z.object({ id: z.string(), signature: z.string() });

/**
 * The door for links to files that chats and the API give out: whoever has one gets the file, until it expires. A link
 * that is wrong, or whose file is gone, is answered like a path that is none.
 */
export function fileLinkRoute({ queries, objects, links, clock, log }: LinkOptions): FastifyPluginAsync {
  return async (server) => {
    server.decorateRequest('traceId', '');
    server.addHook('onRequest', async (request) => {
      request.traceId = randomUUID();
    });
    server.setErrorHandler(answerProblem(log));
    server.get(`${linkPath}/:id/:signature/:name`, async (request, reply) => {
      const { id, signature } = params.parse(request.params);
      const job = isJobId(id) ? await readJob(queries, id) : null;
      if (!job?.file || !links.isSigned(job.id, job.file, signature)) throw nothing();
      // Nobody on the way keeps it, and no page learns where it came from.
      reply.header('cache-control', 'private, no-store').header('referrer-policy', 'no-referrer');
      reply.header('x-content-type-options', 'nosniff').header('x-robots-tag', 'noindex');
      const sent = await sendFile(job, reply, { objects, now: clock.now() });
      if (!sent) throw nothing();
      return sent;
    });
  };
}

const nothing = () => notFound('There is nothing at this path.');
