import { sql } from 'kysely';
import type { Desk, Write } from '../../platform/database/batch.ts';
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

export const clicksDesk = (): ClicksDesk => new ClicksDesk();
