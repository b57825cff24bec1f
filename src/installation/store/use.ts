import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';

/** Whether somebody has written or tapped since then, and was answered by this version or a later one. */
export async function isUsedSince(
  queries: Queries,
  { version, since }: { readonly version: number; readonly since: Temporal.Instant },
): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (
      select from statistics
      where timestamp >= ${since}::timestamptz and config_version >= ${version} and event in ('text', 'button_click')
    ) as used`.execute(queries);
  return rows[0]?.used ?? false;
}
