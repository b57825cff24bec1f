import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { notFound } from '../../platform/http/problem.ts';
import type { TimeDependencies } from '../change-time.ts';
import { correctSession, deleteSession, restoreSession, type Written } from '../correct-session.ts';
import { sessionChangeShape, sessionShape, uuidText } from '../schema.ts';
import type { PersonalSession } from '../sessions.ts';
import { refusedWriting } from './problems.ts';
import { activityIdOf, noSession, sessionIdOf } from './session-input.ts';
import { presentSession } from './session-json.ts';

const tags = ['Sessions'];
const writing = { needs: 'tracker:write' } as const;
const params = z.strictObject({ id: uuidText });

/** What is changed by hand about sessions that are there. */
export function correctionRoutes(api: Api, deps: TimeDependencies): void {
  api.patch(
    '/sessions/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Corrects the times or the activity of a session',
        description:
          'Pauses stay where they were, what is cut off is gone, and what is added counts as active; a session that moves as a whole takes its pauses along. A running session can be given another start and activity.',
        params,
        body: sessionChangeShape,
        response: { 200: sessionShape },
      },
    },
    async (request) => {
      const { activity_id: activityId, started_at: startedAt, finished_at: finishedAt } = request.body;
      const result = await correctSession(deps, sessionIdOf(request.params.id), {
        activityId: activityId === undefined ? undefined : activityIdOf(activityId),
        startedAt: startedAt === undefined ? undefined : Temporal.Instant.from(startedAt),
        finishedAt: finishedAt === undefined ? undefined : Temporal.Instant.from(finishedAt),
      });
      const { session, before } = written(result);
      const { userId, telegramId } = session;
      const shown = present(session);
      const previous = present({ ...before, userId, telegramId });
      await request.audit({
        action: 'session.correct',
        subject: `session/${shown.id}`,
        before: previous,
        after: shown,
      });
      return shown;
    },
  );

  api.delete(
    '/sessions/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Deletes a session that is over; for a week it can be brought back',
        params,
        response: { 204: z.null().meta({ description: 'Deleted' }) },
      },
    },
    async (request, reply) => {
      const result = await deleteSession(deps, sessionIdOf(request.params.id));
      const shown = present(written(result).session);
      await request.audit({ action: 'session.delete', subject: `session/${shown.id}`, before: shown });
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/sessions/:id/restore',
    {
      config: writing,
      schema: { tags, summary: 'Brings a deleted session back', params, response: { 200: sessionShape } },
    },
    async (request) => {
      const result = await restoreSession(deps, sessionIdOf(request.params.id));
      const missing = notFound('There is no session with this id that was deleted within the last week.');
      const shown = present(written(result, missing).session);
      await request.audit({ action: 'session.restore', subject: `session/${shown.id}`, after: shown });
      return shown;
    },
  );

  function present(session: PersonalSession): z.infer<typeof sessionShape> {
    return presentSession(session, deps.clock.now());
  }

  function written(result: Written | null, missing = noSession()): Extract<Written, { readonly ok: true }> {
    if (result === null) throw missing;
    if (!result.ok) throw refusedWriting(result, deps.clock.now());
    return result;
  }
}
