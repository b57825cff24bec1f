import { sql } from 'kysely';
import { Batch } from '../platform/database/batch.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { activitiesDesk, type Activity } from './activities.ts';
import { changeTime, type HeldTime, type TimeDependencies } from './change-time.ts';
import { readOnly } from './find-session.ts';
import { chooseName, type ChosenName } from './rules/activity-names.ts';
import { trackerDesk } from './store.ts';

/** What became of a change; `before` is null for an activity that was added. */
export type ActivityChanged =
  | { readonly ok: true; readonly userId: UserId; readonly activity: Activity; readonly before: Activity | null }
  | Extract<ChosenName<Activity>, { readonly ok: false }>
  | { readonly ok: false; readonly reason: 'gone' | 'running' };

/** A person's activities, archived ones included, the most recently started first; null where there is nobody. */
export function listActivities(
  { database }: Pick<TimeDependencies, 'database'>,
  userId: UserId,
): Promise<readonly Activity[] | null> {
  return readOnly(database, async (session) => {
    const [rows] = await session.send(sql`select from users where id = ${userId}::bigint`);
    return rows.length > 0 ? new Batch(session).use(activitiesDesk).of(userId) : null;
  });
}

/** Adds an activity outside the chat. Null: there is nobody. */
export function addActivity(deps: TimeDependencies, userId: UserId, text: string): Promise<ActivityChanged | null> {
  return changeTime(deps, userId, async ({ batch }): Promise<ActivityChanged> => {
    const desk = batch.use(activitiesDesk);
    const name = chooseName(await desk.of(userId), text, null);
    if (!name.ok) return name;
    const id = await desk.nextId();
    desk.add(userId, id, name);
    return { ok: true, userId, activity: { id, name: name.name, nameKey: name.key, isArchived: false }, before: null };
  });
}

/** Renames an activity, archives it or brings it back, outside the chat. Null: there is no such activity. */
export function changeActivity(
  deps: TimeDependencies,
  id: ActivityId,
  { name: text, isArchived }: { readonly name?: string | undefined; readonly isArchived?: boolean | undefined },
): Promise<ActivityChanged | null> {
  return changeOwn(deps, id, async ({ person, batch, now }, before) => {
    const desk = batch.use(activitiesDesk);
    if (isArchived === true && isRunning(batch, person.id, id)) return { ok: false, reason: 'running' };
    const name = text === undefined ? null : chooseName(await desk.of(person.id), text, id);
    if (name && !name.ok) return name;
    const change = { ...(name ? { name } : {}), ...(isArchived === undefined ? {} : { isArchived }) };
    desk.change(person.id, id, change, now);
    const renamed = name ? { name: name.name, nameKey: name.key } : {};
    const activity = { ...before, ...renamed, isArchived: isArchived ?? before.isArchived };
    return { ok: true, userId: person.id, activity, before };
  });
}

/** Deletes an activity outside the chat; what was tracked in it stays. Null: there is no such activity. */
export function deleteActivity(deps: TimeDependencies, id: ActivityId): Promise<ActivityChanged | null> {
  return changeOwn(deps, id, async ({ person, batch, now }, before) => {
    if (isRunning(batch, person.id, id)) return { ok: false, reason: 'running' };
    batch.use(activitiesDesk).change(person.id, id, { isDeleted: true }, now);
    return { ok: true, userId: person.id, activity: before, before };
  });
}

function isRunning(batch: HeldTime['batch'], userId: UserId, id: ActivityId): boolean {
  return batch.use(trackerDesk).state(userId).tracker.session?.activityId === id;
}

async function changeOwn(
  deps: TimeDependencies,
  id: ActivityId,
  change: (held: HeldTime, activity: Activity) => Promise<ActivityChanged>,
): Promise<ActivityChanged | null> {
  const { rows } = await sql<{ user_id: UserId }>`
    select user_id from activities where id = ${id}::bigint and deleted_at is null`.execute(deps.database.queries);
  const [owner] = rows;
  if (!owner) return null;
  return changeTime(deps, owner.user_id, async (held): Promise<ActivityChanged> => {
    const all = await held.batch.use(activitiesDesk).of(owner.user_id);
    const activity = all.find((one) => one.id === id);
    return activity ? change(held, activity) : { ok: false, reason: 'gone' };
  });
}
