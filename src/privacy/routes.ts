import { z } from 'zod';
import { presentJob } from '../jobs/present-job.ts';
import { queueRequested } from '../jobs/request-job.ts';
import { jobShape } from '../jobs/schema.ts';
import { readJob } from '../jobs/store.ts';
import { tooManyJobs } from '../jobs/too-many.ts';
import { noUser, userIdOfPath } from '../people/user-of-path.ts';
import type { Database, Queries } from '../platform/database/database.ts';
import type { Principal } from '../platform/http/access.ts';
import type { ApiPlugin, AuditEntry } from '../platform/http/api.ts';
import { idText } from '../platform/http/id-text.ts';
import type { JobId } from '../platform/ids.ts';
import { allDataKind } from './all-data.ts';
import { requestErasure } from './request-erasure.ts';

const tags = ['Users'];
const params = z.strictObject({ id: idText });

export interface PrivacyRoutesOptions {
  readonly database: Database;
  /** Writes a row of the audit log in a transaction. */
  readonly record: (transaction: Queries, principal: Principal, entry: AuditEntry) => Promise<void>;
}

/** Giving a person's data out as a whole, and erasing it. */
export function privacyRoutes({ database, record }: PrivacyRoutesOptions): ApiPlugin {
  const { queries } = database;
  return (api) => {
    api.post(
      '/users/:id/data-export',
      {
        config: { needs: 'users:read' },
        schema: {
          tags,
          summary: 'Has all that is known about a user gathered as a file',
          description:
            'A ZIP archive of JSON files. A worker makes it; GET /jobs/{id} tells how far it is and where the file can ' +
            'be fetched.',
          params,
          response: { 202: jobShape },
        },
      },
      async (request, reply) => {
        const userId = userIdOfPath(request.params.id);
        const requested = await queueRequested(database, { userId, kind: allDataKind, arguments: {} });
        if (requested === null) throw noUser(userId);
        if (!requested.ok) throw tooManyJobs('Several of these files are being made for this user; wait for them.');
        const { id } = requested.job;
        await request.audit({ action: 'user.data_export', subject: `user/${userId}`, after: { job: id } });
        return reply
          .code(202)
          .header('location', `/api/v1/jobs/${id}`)
          .send(await show(id));
      },
    );

    api.delete(
      '/users/:id',
      {
        config: { needs: 'users:write' },
        schema: {
          tags,
          summary: 'Has everything about a user erased, for ever',
          description:
            'From now on nothing else is done for this user. A worker erases; the job is done when nothing can be found ' +
            'any more, and no longer says whom it was about. The same while one is under way: the same job.',
          params,
          response: { 202: jobShape },
        },
      },
      async (request, reply) => {
        const userId = userIdOfPath(request.params.id);
        const id = await queries.transaction().execute(async (transaction) => {
          const job = await requestErasure(transaction, userId);
          // In this very transaction: afterwards it might be written when everything has been erased already.
          if (job) await record(transaction, request.principal, { action: 'user.erase', subject: `user/${userId}` });
          return job;
        });
        if (id === null) throw noUser(userId);
        return reply
          .code(202)
          .header('location', `/api/v1/jobs/${id}`)
          .send(await show(id));
      },
    );
  };

  async function show(id: JobId): Promise<z.infer<typeof jobShape>> {
    const job = await readJob(queries, id);
    if (!job) throw new Error('the job is gone before it was begun');
    return presentJob(job);
  }
}
