import { sql } from 'kysely';

/**
 * Plans for transactions that read much: connections are set for statements that find a few rows by an index, with plans
 * that are made once (`connection-settings.ts`). A plan made for these ranges costs milliseconds and saves seconds.
 */
const widePlans = sql`
  set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'on', true),
  set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true),
  set_config('enable_material', 'on', true), set_config('plan_cache_mode', 'force_custom_plan', true)`;

/** In front of what answers a question, in its transaction. */
export const forFigures = sql`select ${widePlans}, set_config('work_mem', '32MB', true)`;

/** In front of what rolls a day up. */
export const forRollingUp = sql`
  select ${widePlans}, set_config('work_mem', '64MB', true), set_config('statement_timeout', '300s', true)`;
