import { sql } from 'kysely';
import type { Desk, Write } from '../../platform/database/batch.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { UserId } from '../../platform/ids.ts';

interface Click {
  readonly broadcastId: number;
  readonly userId: UserId;
  readonly at: Temporal.Instant;
}

/** Presses of broadcasts' buttons, noted in the commit of what they did. */
class ClicksDesk implements Desk {
  readonly #clicks: Click[] = [];

  note(click: Click): void {
    this.#clicks.push(click);
  }

  writes(): readonly Write[] {
    const clicks = this.#clicks;
    if (clicks.length === 0) return [];
    return [
      {
        name: 'broadcast_presses',
        // What a press says can be made up: it counts for who was written to.
        sql: sql`
          insert into broadcast_clicks (broadcast_id, user_id, at)
          select r.broadcast_id, r.user_id, c.at
          from unnest(${clicks.map((c) => c.broadcastId)}::bigint[], ${clicks.map((c) => c.userId)}::bigint[],
            ${clicks.map((c) => c.at)}::timestamptz[]) as c(broadcast_id, user_id, at)
          join broadcast_recipients r on r.broadcast_id = c.broadcast_id and r.user_id = c.user_id
          on conflict do nothing`,
      },
    ];
  }
}

/** Presses that are counted in one statement. */
const atOnce = 2_000;

/**
 * Counts presses into their broadcasts, some at a time: a report that counted them all would read millions, and who
 * presses cannot wait for the row that the sender writes to all the time.
 */
export async function countClicks(queries: Queries): Promise<void> {
  await sql`
    with some_of_them as (
      -- By broadcast_clicks_uncounted.
      select broadcast_id, user_id from broadcast_clicks where not is_counted limit ${atOnce}::int
      for update skip locked
    ), counted as (
      update broadcast_clicks c set is_counted = true from some_of_them s
      where c.broadcast_id = s.broadcast_id and c.user_id = s.user_id
      returning c.broadcast_id
    ), sums as (
      select broadcast_id, count(*) as people from counted group by broadcast_id
    )
    update broadcasts b set clicked = b.clicked + sums.people from sums where b.id = sums.broadcast_id`.execute(
    queries,
  );
}

export const clicksDesk = (): ClicksDesk => new ClicksDesk();
