import { z } from 'zod';
import { noUser, userIdOfPath } from '../../people/user-of-path.ts';
import type { Api } from '../../platform/http/api.ts';
import { idText } from '../../platform/http/id-text.ts';
import { pageOf } from '../../platform/http/page.ts';
import { invalid, notFound, type Problem } from '../../platform/http/problem.ts';
import { isActivityId, type ActivityId, type UserId } from '../../platform/ids.ts';
import type { Activity } from '../activities.ts';
import {
  addActivity,
  changeActivity,
  deleteActivity,
  listActivities,
  type ActivityChanged,
} from '../change-activities.ts';
import type { TimeDependencies } from '../change-time.ts';
import { activityChangeShape, activityShape, newActivityShape } from '../schema.ts';
import { conflict } from './problems.ts';

const tags = ['Activities'];
const reading = { needs: 'tracker:read' } as const;
const writing = { needs: 'tracker:write' } as const;
const params = z.strictObject({ id: idText });

/** A person's activities. */
export function activityRoutes(api: Api, deps: TimeDependencies): void {
  api.get(
    '/users/:id/activities',
    {
      config: reading,
      schema: {
        tags,
        summary: 'A user’s activities, archived ones included, the most recently started first',
        description: 'There are never more than a few hundred, so they come on one page.',
        params,
        response: { 200: pageOf(activityShape) },
      },
    },
    async (request) => {
      const userId = userIdOfPath(request.params.id);
      const all = await listActivities(deps, userId);
      if (!all) throw noUser(userId);
      return { items: all.map((activity) => present(activity, userId)), next_cursor: null };
    },
  );

  api.post(
    '/users/:id/activities',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Adds an activity',
        params,
        body: newActivityShape,
        response: { 201: activityShape },
      },
    },
    async (request, reply) => {
      const userId = userIdOfPath(request.params.id);
      const { activity } = changed(await addActivity(deps, userId, request.body.name), noUser(userId), userId);
      const shown = present(activity, userId);
      await request.audit({ action: 'activity.create', subject: `activity/${shown.id}`, after: shown });
      return reply.code(201).send(shown);
    },
  );

  api.patch(
    '/activities/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Renames an activity, archives it or brings it back',
        params,
        body: activityChangeShape,
        response: { 200: activityShape },
      },
    },
    async (request) => {
      const { name, archived } = request.body;
      const change = { name, isArchived: archived };
      const result = changed(await changeActivity(deps, activityIdOf(request.params.id), change), noActivity());
      const shown = present(result.activity, result.userId);
      const before = result.before && present(result.before, result.userId);
      await request.audit({ action: 'activity.update', subject: `activity/${shown.id}`, before, after: shown });
      return shown;
    },
  );

  api.delete(
    '/activities/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Deletes an activity; the time tracked in it stays',
        params,
        response: { 204: z.null().meta({ description: 'Deleted' }) },
      },
    },
    async (request, reply) => {
      const result = changed(await deleteActivity(deps, activityIdOf(request.params.id)), noActivity());
      const shown = present(result.activity, result.userId);
      await request.audit({ action: 'activity.delete', subject: `activity/${shown.id}`, before: shown });
      return reply.code(204).send(null);
    },
  );
}

const noActivity = () => notFound('There is no such activity.');

const wrongNames = {
  empty: 'must be words',
  too_long: 'must have at most 64 characters',
  not_text: 'has characters that are no text',
} as const;

/** @throws {Problem} where nothing was changed. */
function changed(
  result: ActivityChanged | null,
  nobody: Problem,
  userId?: UserId,
): Extract<ActivityChanged, { readonly ok: true }> {
  if (result === null) throw nobody;
  if (result.ok) return result;
  switch (result.reason) {
    case 'gone':
      throw noActivity();
    case 'running':
      throw conflict('running', ['It is running', 'This activity is running now; end the session first.'], {});
    case 'too_many':
      throw conflict('too_many', ['Too many activities', 'A user can have at most 200 activities.'], {});
    case 'taken': {
      const activity = userId === undefined ? {} : { activity: present(result.same, userId) };
      throw conflict('name_taken', ['The name is taken', `There is ${result.same.name} already.`], activity);
    }
    default:
      throw invalid([{ path: 'name', message: wrongNames[result.reason] }]);
  }
}

function present({ id, name, isArchived }: Activity, userId: UserId): z.infer<typeof activityShape> {
  return { id: String(id), user_id: String(userId), name, archived: isArchived };
}

function activityIdOf(text: string): ActivityId {
  const id = Number(text);
  if (!isActivityId(id)) throw noActivity();
  return id;
}
