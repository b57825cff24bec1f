import { sql } from 'kysely';
import type { Defaults, Person } from '../people/person.ts';
import { personColumns, toPerson, type PersonRow } from '../people/store.ts';
import type { Clock } from '../platform/clock.ts';
import { Batch, together } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import {
  runningSession,
  trackerColumns,
  trackerDesk,
  waitForTrackers,
  type RunningNow,
  type TrackerRow,
} from './store.ts';

export interface TimeDependencies {
  readonly database: Database;
  readonly clock: Clock;
  /** For people who never said. */
  readonly defaults: Defaults;
  /** Years for which sessions are kept. */
  readonly retentionYears: number;
  /** Told what runs, once that is committed. */
  readonly onTimers?: (changed: readonly RunningNow[]) => void;
}

/** One person's time while nobody else can change it. What is written to the batch's desks is committed together. */
export interface HeldTime {
  readonly person: Person;
  readonly batch: Batch;
  readonly now: Temporal.Instant;
}

/**
 * Changes a person's time outside a turn of the bot: locks the same row as a turn does, and reads in the statement
 * behind the lock, so that the two see each other's effects or wait for each other.
 *
 * @returns what `work` makes of it; null where there is nobody with this id, or everything about them is being erased.
 * @throws what the database says, also when it waits longer than two seconds for the lock; nothing is changed then.
 */
export function changeTime<Result>(
  { database, clock, defaults, onTimers }: TimeDependencies,
  userId: UserId,
  work: (held: HeldTime) => Promise<Result>,
): Promise<Result | null> {
  return database.transact(async (session) => {
    const [, rows] = await session.send(
      waitForTrackers([userId]),
      sql<PersonRow & TrackerRow>`
        select t.user_id, ${personColumns}, ${trackerColumns}
        from trackers t join users u on u.id = t.user_id left join ${runningSession}
        where t.user_id = ${userId}::bigint and u.erasing_at is null`,
    );
    const [row] = rows;
    const batch = new Batch(session);
    batch.use(trackerDesk).load(rows);
    const held = row && { person: toPerson(userId, row, defaults), batch, now: clock.now() };
    const result = held ? await work(held) : null;
    return {
      ...together(batch.writes(), sql`select`),
      conclude: () => {
        onTimers?.(batch.use(trackerDesk).changed());
        return result;
      },
    };
  });
}
