import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import type { DeadEvent } from './apply-events.ts';

/** Keeps dead letters for a broker that has no place of its own for them. */
export interface DeadLetterStore {
  /** An event that lies there already keeps its place, with the new reason. */
  keep(queue: string, dead: readonly DeadEvent[]): Promise<void>;
  count(): Promise<number>;
  /** Has the oldest ones come again. @returns how many */
  replay(options: { readonly queue: string; readonly atMost: number }): Promise<number>;
  /** Forgets those about a person. @returns how many */
  forget(subject: string): Promise<number>;
}

/** Dead letters in the table `dead_letters`. */
export function storeDeadLetters(queries: Queries): DeadLetterStore {
  return {
    async keep(queue, dead) {
      await sql`
        insert into dead_letters (queue, event_id, type, user_id, at, data, reason)
        select ${queue}, * from unnest(
          ${dead.map(({ event }) => event.id)}::uuid[], ${dead.map(({ event }) => event.type)}::text[],
          ${dead.map(({ event }) => event.subject)}::bigint[], ${dead.map(({ event }) => event.time)}::timestamptz[],
          ${dead.map(({ event }) => JSON.stringify(event.data))}::json[], ${dead.map(({ reason }) => reason)}::text[])
        on conflict (queue, event_id) do update set reason = excluded.reason`.execute(queries);
    },

    async count() {
      const { rows } = await sql<{ count: number }>`select count(*) as count from dead_letters`.execute(queries);
      return rows[0]?.count ?? 0;
    },

    // By way of the outbox, so that whoever has the consumers applies them, in this process or another. There every
    // queue gets them again, which does no harm: each applies an event once.
    async replay({ queue, atMost }) {
      const { rows } = await sql<{ count: number }>`
        with oldest as (
          select id from dead_letters where queue = ${queue} order by id limit ${atMost}::bigint
          for update skip locked),
        taken as (
          delete from dead_letters d using oldest where d.id = oldest.id
          returning d.id, d.event_id, d.type, d.user_id, d.at, d.data),
        put_back as (
          insert into outbox (event_id, type, user_id, at, data)
          select event_id, type, user_id, at, data from taken order by id
          returning id)
        select count(*) as count from put_back`.execute(queries);
      return rows[0]?.count ?? 0;
    },

    async forget(subject) {
      const { rows } = await sql`
        delete from dead_letters where user_id = ${subject}::bigint returning id`.execute(queries);
      return rows.length;
    },
  };
}
