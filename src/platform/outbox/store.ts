import { sql } from 'kysely';
import type { BrokerEvent } from '../broker/event.ts';
import type { Queries } from '../database/database.ts';
import type { UserId } from '../ids.ts';

/** An event that waits in the outbox. */
export interface OutboxRow {
  readonly id: number;
  readonly event: BrokerEvent;
}

/**
 * The events that wait, those that were written first before the others. What the broker refuses waits apart.
 *
 * @param after the place from which on is looked.
 */
export async function readOldest(
  queries: Queries,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly OutboxRow[]> {
  const { rows } = await sql<{
    id: number;
    event_id: string;
    type: string;
    user_id: UserId;
    at: Temporal.Instant;
    data: Record<string, unknown>;
  }>`
    select id, event_id, type, user_id, at, data from outbox
    where refused is null and id > ${after}::bigint order by id limit ${limit}::int`.execute(queries);
  return rows.map(({ id, event_id, type, user_id, at, data }) => ({
    id,
    event: { id: event_id, type, subject: String(user_id), time: at, data },
  }));
}

/** Forgets events that are out: exactly these, because one that commits later may have an earlier place than all. */
export async function forgetPublished(queries: Queries, ids: readonly number[]): Promise<void> {
  await sql`delete from outbox where id = any(${ids}::bigint[])`.execute(queries);
}

/** Lays an event aside that the broker will never take. */
export async function layAside(queries: Queries, id: number, reason: string): Promise<void> {
  await sql`update outbox set refused = ${reason} where id = ${id}::bigint`.execute(queries);
}

/**
 * Offers the broker again what was laid aside.
 *
 * @returns how many events.
 */
export async function offerAgain(queries: Queries): Promise<number> {
  const { rows } = await sql`update outbox set refused = null where refused is not null returning id`.execute(queries);
  return rows.length;
}

export interface OutboxState {
  /** Events that wait, up to a hundred thousand. */
  readonly pending: number;
  /** For how many seconds the oldest of them has waited. */
  readonly oldestSeconds: number;
  /** Events that were laid aside. */
  readonly refused: number;
}

export async function readOutboxState(queries: Queries): Promise<OutboxState> {
  const { rows } = await sql<OutboxState>`
    with waiting as (select created_at, refused from outbox order by id limit 100000)
    select count(*) filter (where refused is null)::int as "pending",
      count(*) filter (where refused is not null)::int as "refused",
      greatest(0, coalesce(extract(epoch from now() - min(created_at) filter (where refused is null)), 0))::float8
        as "oldestSeconds"
    from waiting`.execute(queries);
  const [state] = rows;
  if (!state) throw new Error('a count has always a row');
  return state;
}
