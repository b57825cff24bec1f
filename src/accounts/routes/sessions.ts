import { z } from 'zod';
import type { ApiPlugin } from '../../platform/http/api.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { notFound } from '../../platform/http/problem.ts';
import { idParams, sessionSchema } from '../schema.ts';
import { deleteSession, deleteSessionsOf, listSessions } from '../store/sessions.ts';
import type { AccountDependencies } from './dependencies.ts';
import { presentSession } from './present.ts';
import { requireSession } from './refusals.ts';

/** Where one is signed in, and signing out from afar. */
export function sessionRoutes({ queries }: AccountDependencies): ApiPlugin {
  const tags = ['Signing in'];
  return (api) => {
    api.get(
      '/auth/sessions',
      {
        config: { needs: 'sign-in' },
        schema: {
          tags,
          summary: 'Where you are signed in',
          querystring: z.strictObject(pageQuery),
          response: { 200: pageOf(sessionSchema) },
        },
      },
      async (request) => {
        const { id, sessionId } = requireSession(request);
        const { limit, cursor } = request.query;
        const before = readCursor('sessions', z.int(), cursor);
        const rows = await listSessions(queries, { adminId: Number(id), before, count: limit + 1 });
        return toPage(
          'sessions',
          { rows, limit },
          (row) => row.id,
          (row) => presentSession(row, sessionId),
        );
      },
    );

    api.delete(
      '/auth/sessions/:id',
      {
        config: { needs: 'sign-in' },
        schema: { tags, summary: 'Close a session of yours', params: idParams, response: { 204: z.undefined() } },
      },
      async (request, reply) => {
        const { id: adminId } = requireSession(request);
        const { id } = request.params;
        const isGone = await deleteSession(queries, Number(adminId), Number(id));
        if (!isGone) throw notFound(`You have no session ${id}.`);
        await request.audit({ action: 'auth.close_session', subject: `session/${id}` });
        return reply.code(204).send();
      },
    );

    api.delete(
      '/auth/sessions',
      {
        config: { needs: 'sign-in' },
        schema: {
          tags,
          summary: 'Close all your other sessions',
          response: { 200: z.strictObject({ closed: z.int().min(0) }) },
        },
      },
      async (request) => {
        const { id, sessionId } = requireSession(request);
        const closed = await deleteSessionsOf(queries, Number(id), Number(sessionId));
        await request.audit({ action: 'auth.close_sessions', subject: `admin/${id}`, after: { closed } });
        return { closed };
      },
    );
  };
}
