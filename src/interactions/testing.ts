import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';

/** A row of `statistics`, as a trial writes it. */
export interface TrialRow {
  readonly event: string;
  readonly userId: number | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly handler: string | null;
  readonly outcome: string;
  readonly source: string | null;
  readonly version: number;
}

/** Writes rows in this order, whatever their moments are. */
export async function writeRows({ queries }: Database, rows: readonly TrialRow[]): Promise<void> {
  await sql`
    insert into statistics (event, user_id, timestamp, handler, outcome, source, config_version)
    select event, user_id, to_timestamp(at / 1000), handler, outcome, source, version
    from unnest(${rows.map((row) => row.event)}::text[], ${rows.map((row) => row.userId)}::bigint[],
      ${rows.map((row) => row.at)}::float8[], ${rows.map((row) => row.handler)}::text[],
      ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => row.source)}::text[],
      ${rows.map((row) => row.version)}::bigint[]) as row(event, user_id, at, handler, outcome, source, version)`.execute(
    queries,
  );
}

/** Makes somebody known under a number of one's choice. */
export async function enrolAs({ queries }: Database, id: number, createdAt: number): Promise<void> {
  await sql`
    insert into users (id, telegram_id, created_at) overriding system value
    values (${id}::bigint, ${id}::bigint, to_timestamp(${createdAt}::float8 / 1000))`.execute(queries);
}

/** Forgets all that was done, and that it was rolled up. */
export async function forgetStatistics({ queries }: Database): Promise<void> {
  await sql`
    truncate statistics, statistics_counts, statistics_totals, statistics_people, statistics_ways, statistics_moments,
      statistics_arrivals, statistics_tracked, sessions, session_events_log, users cascade`.execute(queries);
  await sql`
    update statistics_state set closed_until = null, gathered_until = null, tracked_until = null, statistics_seen = 0,
      statistics_next = 0, late_seen = 0, late_next = 0, events_seen = 0, events_next = 0, looked_at = '-infinity'`.execute(
    queries,
  );
}

/** Numbers that look random and are the same each time, from 0 to below 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
