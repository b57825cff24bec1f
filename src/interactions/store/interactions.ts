import type { Desk, Write } from '../../platform/database/batch.ts';
import { sql } from '../../platform/database/sql.ts';
import type { UserId } from '../../platform/ids.ts';

/** One interaction with the bot. Never what the person wrote, only what answered it. */
export interface Interaction {
  readonly event: string;
  readonly userId: UserId | null;
  readonly at: Temporal.Instant;
  /** The handler's pattern or the callback's data; null where nothing matched. */
  readonly handler: string | null;
  /** How it ended: `done`, a refusal's name, `failed`. */
  readonly outcome: string | null;
  /** The payload of the deep link that brought them. */
  readonly source: string | null;
  readonly configVersion: number;
}

/** Interactions recorded in a batch, in the commit of their effects. */
export class InteractionsDesk implements Desk {
  readonly #rows: Interaction[] = [];

  record(interaction: Interaction): void {
    this.#rows.push(interaction);
  }

  writes(): readonly Write[] {
    const rows = this.#rows;
    if (rows.length === 0) return [];
    const column = sql.columns(rows);
    return [
      {
        name: 'interactions',
        sql: sql`
      insert into statistics (event, user_id, timestamp, handler, outcome, source, config_version)
      select ${column('text', (r) => r.event)}, ${column('bigint', (r) => r.userId)},
        ${column('timestamptz', (r) => r.at)}, ${column('text', (r) => r.handler)},
        ${column('text', (r) => r.outcome)}, ${column('text', (r) => r.source)},
        ${column('bigint', (r) => r.configVersion)}`,
      },
    ];
  }
}

export const interactionsDesk = (): InteractionsDesk => new InteractionsDesk();
