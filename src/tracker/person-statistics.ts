import { sql } from 'kysely';
import type { Person } from '../people/person.ts';
import { personColumns, toPerson, type PersonRow } from '../people/store.ts';
import { Batch } from '../platform/database/batch.ts';
import type { UserId } from '../platform/ids.ts';
import type { TimeDependencies } from './change-time.ts';
import { readOnly } from './find-session.ts';
import { localDay, type Period } from './rules/calendar.ts';
import { readStatistics, type Statistics } from './statistics.ts';

export interface PersonStatistics extends Statistics {
  readonly person: Person;
}

/**
 * A person's figures outside the chat.
 *
 * @param periodFrom makes the period of the person's today.
 * @returns null where there is nobody.
 */
export function personStatistics(
  { database, clock, defaults }: Omit<TimeDependencies, 'retentionYears'>,
  userId: UserId,
  { periodFrom, activityId }: { readonly periodFrom: (today: Temporal.PlainDate) => Period; activityId: number | null },
): Promise<PersonStatistics | null> {
  return readOnly(database, async (session) => {
    const [rows] = await session.send(sql<PersonRow>`
      select ${personColumns} from users u where u.id = ${userId}::bigint`);
    const [row] = rows;
    if (!row) return null;
    const person = toPerson(userId, row, defaults);
    const at = clock.now();
    const today = localDay(at, person.timeZone, person.dayStart);
    const asking = { person, batch: new Batch(session), at, today };
    return { person, ...(await readStatistics(asking, { period: periodFrom(today), activityId })) };
  });
}
