import { z } from 'zod';
import type { Api } from '../../platform/http/api.ts';
import { idText } from '../../platform/http/id-text.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../../platform/http/page.ts';
import { invalid } from '../../platform/http/problem.ts';
import type { UserId } from '../../platform/ids.ts';
import type { TimeDependencies } from '../change-time.ts';
import { addPastSession, type PastSession } from '../correct-session.ts';
import { findSession } from '../find-session.ts';
import { listSessions } from '../list-sessions.ts';
import { changeSession, startSession, type Ran } from '../run-session.ts';
import { boundText, newSessionShape, sessionShape, switchedShape, switchShape, uuidText } from '../schema.ts';
import type { PersonalSession } from '../sessions.ts';
import { refusedRun, refusedWriting, unknownUser } from './problems.ts';
import { activityIdOf, boundOf, noSession, sessionIdOf, userIdOf, zoneOf } from './session-input.ts';
import { presentSession } from './session-json.ts';

const tags = ['Sessions'];
const reading = { needs: 'tracker:read' } as const;
const writing = { needs: 'tracker:write' } as const;
const params = z.strictObject({ id: uuidText });

const listName = 'sessions';
/** Of years that PostgreSQL spells as we do. */
const cursorShape = z.tuple([z.iso.datetime().regex(/^[12]/), uuidText]);

/** Sessions: listed, started, paused, resumed and ended, or written down once they are over. */
export function sessionRoutes(api: Api, deps: TimeDependencies): void {
  api.get(
    '/sessions',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Sessions, those that began last first',
        querystring: z.strictObject({
          user_id: idText.exactOptional(),
          activity_id: idText.exactOptional(),
          from: boundText.exactOptional().meta({ description: 'Begun at this moment, or on this day (UTC), or later' }),
          to: boundText
            .exactOptional()
            .meta({ description: 'Begun before this moment, or on this day (UTC) at the latest' }),
          ...pageQuery,
        }),
        response: { 200: pageOf(sessionShape) },
      },
    },
    async ({ query }) => {
      const { limit, cursor } = query;
      const [at, id] = readCursor(listName, cursorShape, cursor) ?? [];
      const after =
        at !== undefined && id !== undefined ? { at: Temporal.Instant.from(at), id: sessionIdOf(id) } : null;
      const rows = await listSessions(deps.database, {
        userId: query.user_id === undefined ? undefined : userIdOf(query.user_id),
        activityId: query.activity_id === undefined ? undefined : activityIdOf(query.activity_id),
        from: boundOf(query.from, 0),
        before: boundOf(query.to, 1),
        after,
        limit: limit + 1,
        now: deps.clock.now(),
      });
      return toPage(listName, { rows, limit }, (row) => [row.startedAt.toString(), row.id], present);
    },
  );

  api.post(
    '/sessions',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Starts a session, or writes down a past one',
        description: 'With `started_at` and `finished_at` the session is over already; without either it starts now.',
        body: newSessionShape,
        response: { 201: sessionShape },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const [userId, activityId] = [userIdOf(body.user_id), activityIdOf(body.activity_id)];
      const { started_at: startedAt, finished_at: finishedAt } = body;
      const isPast = startedAt !== undefined && finishedAt !== undefined;
      if (!isPast && (startedAt ?? finishedAt ?? body.time_zone) !== undefined)
        throw invalid([{ path: 'started_at', message: 'goes together with finished_at, for a past session' }]);
      const session = isPast
        ? await past(userId, {
            activityId,
            startedAt: Temporal.Instant.from(startedAt),
            finishedAt: Temporal.Instant.from(finishedAt),
            timeZone: zoneOf(body.time_zone),
          })
        : ran(await startSession(deps, userId, { type: 'start', activityId })).session;
      const shown = present(session);
      await request.audit({ action: 'session.create', subject: `session/${shown.id}`, after: shown });
      return reply.code(201).send(shown);
    },
  );

  api.post(
    '/sessions/switch',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Ends what runs and starts another activity in the same moment',
        body: switchShape,
        response: { 201: switchedShape },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const wish = { type: 'switch', activityId: activityIdOf(body.activity_id) } as const;
      const { session, finished } = ran(await startSession(deps, userIdOf(body.user_id), wish));
      const shown = { ...present(session), finished: finished && present(finished) };
      await request.audit({ action: 'session.switch', subject: `session/${shown.id}`, after: shown });
      return reply.code(201).send(shown);
    },
  );

  const verbs = [
    { path: 'pause', type: 'pause', summary: 'Pauses the session' },
    { path: 'resume', type: 'resume', summary: 'Lets the session go on' },
    { path: 'end', type: 'finish', summary: 'Ends the session' },
  ] as const;
  for (const { path, type, summary } of verbs)
    api.post(
      `/sessions/:id/${path}`,
      { config: writing, schema: { tags, summary, params, response: { 200: sessionShape } } },
      async (request) => {
        const result = await changeSession(deps, sessionIdOf(request.params.id), type);
        if (result === null) throw noSession();
        const shown = present(ran(result).session);
        await request.audit({ action: `session.${path}`, subject: `session/${shown.id}`, after: shown });
        return shown;
      },
    );

  api.get(
    '/sessions/:id',
    { config: reading, schema: { tags, summary: 'A session', params, response: { 200: sessionShape } } },
    async (request) => {
      const session = await findSession(deps, sessionIdOf(request.params.id));
      if (!session) throw noSession();
      return present(session);
    },
  );

  function present(session: PersonalSession): z.infer<typeof sessionShape> {
    return presentSession(session, deps.clock.now());
  }

  function ran(result: Ran | null): Extract<Ran, { readonly ok: true }> {
    if (result === null) throw unknownUser();
    if (!result.ok) throw refusedRun(result, deps.clock.now());
    return result;
  }

  async function past(userId: UserId, given: PastSession): Promise<PersonalSession> {
    const result = await addPastSession(deps, userId, given);
    if (result === null) throw unknownUser();
    if (!result.ok) throw refusedWriting(result, deps.clock.now());
    return result.session;
  }
}
