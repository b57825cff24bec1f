import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import type { Erased } from '../erased.ts';
import { mayScan, stretches } from './erase-rows.ts';
import type { Place } from './places.ts';

/** Rows read at once, where an index finds them. */
const pageSize = 1_000;

/** Somebody whose rows are read. */
export type Owner = Pick<Erased, 'userId' | 'telegramId' | 'createdAt'>;

/** What somebody has in one place, as JSON texts, a page at a time. */
export async function* readRows(
  queries: Queries,
  place: Place,
  owner: Owner,
  now: Temporal.Instant,
): AsyncGenerator<readonly string[]> {
  const { moment, isScanned, table } = place;
  const theirs = place.theirs({ ...owner, erasingAt: now });
  if (moment === undefined || isScanned) {
    for (const within of moment === undefined ? [sql`true`] : stretches(moment, owner, now))
      yield await queries.transaction().execute(async (transaction) => {
        if (isScanned) await mayScan.execute(transaction);
        const { rows } = await sql<{ row: string }>`
          select to_jsonb(t)::text as row from ${sql.table(table)} t where ${theirs} and ${within}`.execute(
          transaction,
        );
        return rows.map(({ row }) => row);
      });
    return;
  }
  const [at, id] = [sql.ref(`t.${moment}`), sql.ref('t.id')];
  let after = sql``;
  for (;;) {
    const { rows } = await sql<{ row: string; at: Temporal.Instant; id: string }>`
      select to_jsonb(t)::text as row, ${at} as at, ${id}::text as id from ${sql.table(table)} t
      where ${theirs} ${after} order by ${at}, ${id} limit ${pageSize}::int`.execute(queries);
    yield rows.map(({ row }) => row);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = sql`and (${at}, ${id}) > (${last.at}::timestamptz, ${last.id})`;
  }
}
