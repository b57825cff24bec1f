import type { ActivityId, SessionId } from '../../platform/ids.ts';

/** Ids for tests, which meet no database that would give them. */
export function activityId(id: number): ActivityId {
  if (!isActivityId(id)) throw new RangeError(`${id} is no activity's id`);
  return id;
}

export function sessionId(id: string): SessionId {
  if (!isSessionId(id)) throw new RangeError('a session needs an id');
  return id;
}

const isActivityId = (id: number): id is ActivityId => Number.isSafeInteger(id);
const isSessionId = (id: string): id is SessionId => id !== '';
