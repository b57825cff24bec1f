import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { BrokerEvent } from '../platform/broker/event.ts';
import type { Database } from '../platform/database/database.ts';
import { ask } from '../platform/database/testing.ts';
import type { ActivityId, SessionId, UserId } from '../platform/ids.ts';
import { sessionIdAt } from '../tracker/session-id.ts';

/** Writes down a session without a pause, past all rules and without telling anybody. */
export async function writeSession(
  database: Database,
  userId: UserId,
  given: { readonly activityId: ActivityId; readonly from: string; readonly seconds: number },
): Promise<SessionId> {
  const from = Temporal.Instant.from(given.from);
  const to = from.add({ seconds: given.seconds });
  const id = sessionIdAt(from, randomUUID());
  await ask(
    database,
    sql`
      insert into sessions (id, user_id, activity_id, started_at, finished_at, duration, segments, time_zone)
      values (${id}::uuid, ${userId}::bigint, ${given.activityId}::bigint, ${from}::timestamptz, ${to}::timestamptz,
        ${given.seconds}::int, tstzmultirange(tstzrange(${from}::timestamptz, ${to}::timestamptz)), 'Europe/Moscow')`,
  );
  return id;
}

export function finished(userId: UserId, activityId: ActivityId, startedAt: string): BrokerEvent {
  return {
    id: randomUUID(),
    type: 'session.finished',
    subject: String(userId),
    time: Temporal.Instant.from(startedAt),
    data: { activity_id: String(activityId), started_at: startedAt },
  };
}

export interface Cell {
  month: string;
  activity_id: ActivityId;
  seconds: number;
  sessions: number;
  longest: number;
}

/** Somebody's cells by month and activity. */
export function cellsOf(database: Database, userId: UserId): Promise<readonly Cell[]> {
  return ask(
    database,
    sql<Cell>`
      select month::text as month, activity_id, seconds, sessions, longest from user_activity_aggregates
      where user_id = ${userId}::bigint order by month, activity_id`,
  );
}
