import { z } from 'zod';
import type { ApiPlugin } from '../../platform/http/api.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { auditQuery, auditSchema } from '../schema.ts';
import { listAudit } from '../store/audit.ts';
import type { AccountDependencies } from './dependencies.ts';
import { presentAudit } from './present.ts';
import { instantOf } from './refusals.ts';

/** Who changed what. */
export function auditRoutes({ queries }: AccountDependencies): ApiPlugin {
  return (api) => {
    api.get(
      '/audit',
      {
        config: { needs: 'audit:read' },
        schema: {
          tags: ['Audit'],
          summary: 'Who changed what, with before and after, the newest first',
          querystring: z.strictObject({ ...pageQuery, ...auditQuery }),
          response: { 200: pageOf(auditSchema) },
        },
      },
      async ({ query }) => {
        const { limit, cursor, from, to } = query;
        const filter = {
          adminId: query.admin_id === undefined ? null : Number(query.admin_id),
          action: query.action ?? null,
          subject: query.subject ?? null,
          from: from === undefined ? null : instantOf(from, 'query.from'),
          to: to === undefined ? null : instantOf(to, 'query.to'),
        };
        const before = readCursor('audit', z.int(), cursor);
        const rows = await listAudit(queries, filter, { before, count: limit + 1 });
        return toPage('audit', { rows, limit }, (row) => row.id, presentAudit);
      },
    );
  };
}
