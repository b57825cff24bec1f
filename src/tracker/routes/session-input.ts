import { canonicalZone } from '../../people/rules/zones.ts';
import { invalid, notFound } from '../../platform/http/problem.ts';
import {
  isActivityId,
  isSessionId,
  isUserId,
  type ActivityId,
  type SessionId,
  type UserId,
} from '../../platform/ids.ts';
import { unknownUser } from './problems.ts';

export const noSession = () => notFound('There is no such session.');

export function userIdOf(id: string | number): UserId {
  const number = Number(id);
  if (!isUserId(number)) throw unknownUser();
  return number;
}

export function activityIdOf(id: string | number): ActivityId {
  const number = Number(id);
  if (!isActivityId(number)) throw invalid([{ path: 'activity_id', message: 'is no activity' }]);
  return number;
}

/** The shape takes any letters; ids are kept in small ones. */
export function sessionIdOf(id: string): SessionId {
  const lower = id.toLowerCase();
  if (!isSessionId(lower)) throw noSession();
  return lower;
}

export function zoneOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const zone = canonicalZone(name);
  if (zone === null) throw invalid([{ path: 'time_zone', message: 'is no time zone' }]);
  return zone;
}

const [earliest, latest] = [
  Temporal.Instant.from('1970-01-01T00:00:00Z'),
  Temporal.Instant.from('2200-01-01T00:00:00Z'),
];

/** @param daysAfter where a day is given, how many days later its bound lies. */
export function boundOf(text: string | undefined, daysAfter: number): Temporal.Instant | undefined {
  if (text === undefined) return undefined;
  const moment = text.includes('T')
    ? Temporal.Instant.from(text)
    : Temporal.PlainDate.from(text).add({ days: daysAfter }).toZonedDateTime('UTC').toInstant();
  // Nothing lies beyond, and PostgreSQL spells years far away differently.
  if (Temporal.Instant.compare(moment, earliest) < 0) return earliest;
  return Temporal.Instant.compare(moment, latest) > 0 ? latest : moment;
}
