import { sql } from 'kysely';
import type { Statement } from './session.ts';

/** Says of the transaction that nothing of it will be kept. */
export const keepNothing: Statement = sql`select set_config('minuta.keeps', 'nothing', true)`;

/** Whether what the transaction does may be kept, so that others have to wait for what it has looked at. */
export const isKept: Statement = sql`(current_setting('minuta.keeps', true) is distinct from 'nothing')`;
