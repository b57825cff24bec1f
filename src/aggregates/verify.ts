import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import { rest } from '../platform/rest.ts';
import type { UserId } from '../platform/ids.ts';
import { findDifferences, type Difference } from './compare.ts';
import { pagesOfPeople } from './pages.ts';

/** Milliseconds for which what differs may still come right by itself, and between looks at it. */
interface Patience {
  readonly lasts: number;
  readonly pause: number;
}

const usualPatience: Patience = { lasts: 30_000, pause: 500 };

export interface Verification {
  /** Told of the people looked at so far, after each page. */
  readonly onPage: (people: number) => void;
  /** Told of what still differs in the end, somebody's cells at a time. */
  readonly onDifferences: (differences: readonly Difference[]) => void;
  readonly signal: AbortSignal;
  readonly patience?: Patience;
}

/**
 * Compares cells with sessions, to the second, while both change: what differs may be an event on its way, so it is
 * looked at again until it has settled.
 *
 * @param userId only this person's; everybody's where it is null.
 * @returns how many cells differ in the end.
 */
export async function verifyCells(
  queries: Queries,
  userId: UserId | null,
  { onPage, onDifferences, signal, patience = usualPatience }: Verification,
): Promise<number> {
  let doubtful: UserId[] = [];
  let looked = 0;
  for await (const people of userId === null ? pagesOfPeople(queries, 0) : [[userId]]) {
    signal.throwIfAborted();
    doubtful.push(...whose(await findDifferences(queries, people)));
    onPage((looked += people.length));
  }
  const patient = AbortSignal.any([signal, AbortSignal.timeout(patience.lasts)]);
  while (doubtful.length > 0 && !patient.aborted) {
    await rest(patience.pause, patient);
    doubtful = await stillDoubtful(queries, doubtful);
  }
  signal.throwIfAborted();
  let count = 0;
  for (const person of doubtful) {
    const differences = await findDifferences(queries, [person]);
    if (differences.length > 0) onDifferences(differences);
    count += differences.length;
  }
  return count;
}

async function stillDoubtful(queries: Queries, people: readonly UserId[]): Promise<UserId[]> {
  const still: UserId[] = [];
  for (let from = 0; from < people.length; from += 100)
    still.push(...whose(await findDifferences(queries, people.slice(from, from + 100))));
  return still;
}

function whose(differences: readonly Difference[]): Set<UserId> {
  return new Set(differences.map(({ userId }) => userId));
}

/** Events about sessions that have not left the database yet. */
export async function countUntold(queries: Queries): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from outbox where type like 'session.%'`.execute(queries);
  return rows[0]?.count ?? 0;
}
