import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import type { Statement } from '../platform/database/session.ts';

/** Days for which it is remembered that an event had its effect: longer than any broker brings one again. */
const rememberedDays = 7;
/** Forgotten in one transaction. */
const page = 5_000;

/**
 * Remembers events as applied by those who consume a queue. Who applies the same one at the same time waits here until
 * the other's transaction is over.
 *
 * @returns those that were not, once each.
 */
export function rememberApplied(queue: string, eventIds: readonly string[]): Statement<{ event_id: string }> {
  // In one order, so that nobody waits in a circle.
  return sql`
    insert into applied_events (event_id, queue)
    select event_id, ${queue} from unnest(${eventIds}::uuid[]) as given(event_id) order by event_id
    on conflict do nothing returning event_id`;
}

/** Forgets events that nobody brings again, a few thousand at a time. */
export async function forgetAppliedEvents(queries: Queries): Promise<void> {
  for (;;) {
    const forgotten = await queries.transaction().execute(async (transaction) => {
      // `applied_events_by_time` can be read only so.
      await sql`set local enable_bitmapscan = on`.execute(transaction);
      const { rows } = await sql`
        delete from applied_events where ctid = any(array(
          select ctid from applied_events where at < now() - make_interval(days => ${rememberedDays}::int)
          limit ${page}::int)) returning 1`.execute(transaction);
      return rows.length;
    });
    if (forgotten < page) return;
  }
}
