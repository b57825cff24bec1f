import type { Desk, Write } from '../database/batch.ts';
import type { Statement } from '../database/session.ts';
import { sql } from '../database/sql.ts';
import type { UserId } from '../ids.ts';

/** Something that happened to somebody, as it is told to others. */
export interface Happening {
  /** What, and the routing key: `session.finished`. */
  readonly type: string;
  readonly userId: UserId;
  readonly at: Temporal.Instant;
  /** What `JSON.stringify` can write; ids as strings. No text of a person's: it goes to other systems. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * What a batch tells others. It lies in the outbox from the commit of what happened on, and leaves from there: where
 * the commit fails nothing is told, and nothing that was committed stays untold.
 */
export class OutboxDesk implements Desk {
  readonly #happenings: Happening[] = [];

  add(happening: Happening): void {
    this.#happenings.push(happening);
  }

  writes(): readonly Write[] {
    return this.#happenings.length === 0 ? [] : [{ name: 'told', sql: tell(this.#happenings) }];
  }
}

export const outboxDesk = (): OutboxDesk => new OutboxDesk();

/** The same for who has no batch; goes in the transaction of what happened. */
export function tell(happenings: readonly Happening[]): Statement {
  const column = sql.columns(happenings);
  return sql`
    insert into outbox (type, user_id, at, data)
    select ${column('text', ({ type }) => type)},
      ${column('bigint', ({ userId }) => userId)}, ${column('timestamptz', ({ at }) => at)},
      ${column('json', ({ data }) => JSON.stringify(data))}`;
}
