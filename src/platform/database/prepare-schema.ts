import type { Queries } from './database.ts';
import { isPassing } from './errors.ts';
import { migrate, requireCurrentSchema } from './migrate.ts';
import { makePartitionsAhead } from './partitions.ts';

/**
 * Makes sure that the schema is this program's.
 *
 * @param mayMigrate whether it may be brought up to date here; `MIGRATE` says so.
 * @returns the names of the migrations that were applied.
 * @throws when the schema is older and must stay so.
 */
export async function prepareSchema(
  queries: Queries,
  { mayMigrate, now }: { readonly mayMigrate: boolean; readonly now: Temporal.Instant },
): Promise<string[]> {
  if (!mayMigrate) {
    await requireCurrentSchema(queries);
    return [];
  }
  const applied = await migrate(queries);
  // A start does not fail for a report that is in the way: what has no month is kept, and the worker comes again.
  await makePartitionsAhead(queries, now).catch((error: unknown) => {
    if (!isPassing(error)) throw error;
  });
  return applied;
}
