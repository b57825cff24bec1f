import { z } from 'zod';
import { noUser, userIdOfPath } from '../people/user-of-path.ts';
import { presentJob } from '../jobs/present-job.ts';
import { jobShape } from '../jobs/schema.ts';
import { readJob } from '../jobs/store.ts';
import { tooManyJobs } from '../jobs/too-many.ts';
import type { Database } from '../platform/database/database.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { idText } from '../platform/http/id-text.ts';
import { dayText } from '../tracker/schema.ts';
import { queueExport } from './request-export.ts';
import { exportFormats } from './schema.ts';

/** Asking for a person's sessions as a file. */
export function exportRoutes({ database }: { readonly database: Database }): ApiPlugin {
  return (api) => {
    api.post(
      '/users/:id/export',
      {
        config: { needs: 'tracker:read' },
        schema: {
          tags: ['Users'],
          summary: 'Has a user’s sessions written down as a file',
          description: 'A worker makes it; GET /jobs/{id} tells how far it is and where the file can be fetched.',
          params: z.strictObject({ id: idText }),
          body: z
            .strictObject({
              format: z.enum(exportFormats),
              from: dayText.exactOptional().meta({ description: 'The first day on which a session began' }),
              to: dayText.exactOptional().meta({ description: 'The last one' }),
            })
            .meta({ id: 'NewExport' }),
          response: { 202: jobShape },
        },
      },
      async (request, reply) => {
        const userId = userIdOfPath(request.params.id);
        const { body } = request;
        const requested = await queueExport(database, userId, body);
        if (requested === null) throw noUser(userId);
        if (!requested.ok) throw tooManyJobs('Several exports of this user are under way; wait for them.');
        const job = await readJob(database.queries, requested.job.id);
        if (!job) throw new Error('the job is gone before it was begun');
        const shown = presentJob(job);
        await request.audit({ action: 'user.export', subject: `user/${userId}`, after: { job: shown.id, ...body } });
        return reply.code(202).header('location', `/api/v1/jobs/${shown.id}`).send(shown);
      },
    );
  };
}
