import { sql } from 'kysely';
import type { Person } from '../people/person.ts';
import { personColumns, toPerson, type PersonRow } from '../people/store.ts';
import { Batch } from '../platform/database/batch.ts';
import type { UserId } from '../platform/ids.ts';
import type { TimeDependencies } from './change-time.ts';
import { localDay, type Period } from './rules/calendar.ts';
import { readStatistics, type Statistics } from './statistics.ts';
import { copyColumns, fromCopy, readTrackers, trackerDesk, type CopyRow } from './store.ts';

export interface PersonStatistics extends Statistics {
  readonly person: Person;
}

export interface StatisticsQuestion {
  readonly periodFrom: (today: Temporal.PlainDate, dayOf: (at: Temporal.Instant) => Temporal.PlainDate) => Period;
  readonly activityId: number | null;
}

/**
 * A person's figures outside the chat.
 *
 * @param periodFrom makes the period of the person's today, and of moments' days as the person counts them.
 * @returns null where there is nobody.
 */
export async function personStatistics(
  { database, clock, defaults }: Omit<TimeDependencies, 'retentionYears'>,
  userId: UserId,
  { periodFrom, activityId }: StatisticsQuestion,
): Promise<PersonStatistics | null> {
  const { reads, replica } = database;
  const [rows, copies] = await reads.send(
    sql<PersonRow>`select ${personColumns} from users u where u.id = ${userId}::bigint`,
    // With the copy of what runs: to join `sessions` is to open all months of its history.
    sql<CopyRow>`select t.user_id, ${copyColumns} from trackers t where t.user_id = ${userId}::bigint`,
  );
  const [row] = rows;
  if (!row) return null;
  const person = toPerson(userId, row, defaults);
  const at = clock.now();
  const dayOf = (moment: Temporal.Instant) => localDay(moment, person.timeZone, person.dayStart);
  const today = dayOf(at);
  const trackers = copies.map(fromCopy).filter((tracker) => tracker !== null);
  const batch = new Batch(reads, replica?.over(reads));
  // With it, a report knows how far back it need not look, and whether it may come from the replica.
  batch.use(trackerDesk).load(trackers.length > 0 ? trackers : (await reads.send(readTrackers([userId])))[0]);
  const asking = { person, batch, at, today };
  return { person, ...(await readStatistics(asking, { period: periodFrom(today, dayOf), activityId })) };
}
