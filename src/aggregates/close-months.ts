import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import type { LeaseOptions } from '../platform/lease.ts';
import { findDifferences, repairCells } from './compare.ts';
import { pagesOfPeople } from './pages.ts';
import { monthOf } from './rules/month.ts';

/**
 * Days after its end at which a month is closed. Whoever finishes a session that began more than 31 days before
 * computes its cells in the same commit; the rest is for messages that came late, and for clocks that are wrong.
 */
const daysAfterEnd = 40;

/** One process at a time closes months. */
export const closingLease = ({
  queries,
  exclusive,
}: Database): Pick<LeaseOptions, 'queries' | 'name' | 'exclusive'> => ({
  queries,
  name: 'aggregates',
  exclusive,
});

/**
 * Closes the months that ended long enough ago: compares everybody's cells with their sessions, computes anew what
 * differs, and says that reports may rely on them. What changes such a month from then on, or meanwhile, computes its
 * cells in the same commit (`CellsDesk`), so a page that was right once stays so.
 *
 * Months that were closed before are looked at again: whatever a program that knows nothing of cells has changed in
 * them heals here. One process at a time, by a lease; who is interrupted is continued by the next.
 *
 * The first time all cells are made, of months that are not closed as well: nobody has told of what was tracked before
 * there were cells. A program from before them may go on serving beside this one, so all is looked at once more the next
 * time: until then `closing_before` stays what `closed_before` has become.
 *
 * @returns how many cells were wrong; null where there was nothing to close, or `signal` was aborted before the end.
 */
export async function closeMonths(
  database: Database,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<number | null> {
  const { queries } = database;
  const until = monthOf(now.subtract({ hours: 24 * daysAfterEnd }));
  const { rows } = await sql<{ closing_after: number; has_all: boolean }>`
    update aggregate_state set closing_before = ${until}::date,
      closing_after = case when closing_before = ${until}::date then closing_after else 0 end
    where closed_before is null or closed_before < ${until}::date
      or (closed_before = ${until}::date and closing_before = ${until}::date)
    returning closing_after, closed_before is null or closed_before = closing_before as has_all`.execute(queries);
  const [begun] = rows;
  if (!begun) return null;
  let wrong = 0;
  for await (const people of pagesOfPeople(queries, begun.closing_after)) {
    if (signal.aborted) return null;
    const differences = await findDifferences(queries, people, begun.has_all ? null : until);
    await repairCells(database, differences);
    wrong += differences.length;
    await sql`
      update aggregate_state set closing_after = ${people.at(-1) ?? 0}::bigint
      where closing_before = ${until}::date`.execute(queries);
  }
  await sql`
    update aggregate_state set closed_before = ${until}::date, closing_after = 0,
      closing_before = case when closed_before is null then closing_before end
    where closing_before = ${until}::date`.execute(queries);
  return wrong;
}
