import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';

/** How many people are at one place in the middle of something. */
export interface Conversing {
  /** Of the configuration they began with. */
  readonly version: number;
  /** The callback that takes their answer; null for who waits for the clock or for somebody's server. */
  readonly step: string | null;
  readonly people: number;
}

/** How many people are in the middle of what, by version; without a step those who wait for the clock or a server. */
export async function countConversing(queries: Queries): Promise<Conversing[]> {
  const { rows } = await sql<Conversing>`
    select config_version as version, step, count(*) as people from conversations group by config_version, step
    union all
    select config_version, null, count(distinct user_id) from continuations group by config_version
    order by version desc, people desc, step limit 1000`.execute(queries);
  return rows;
}
