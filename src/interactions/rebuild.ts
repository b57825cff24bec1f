import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import { rollUpAgain, rollUpTrackedAgain } from './roll-up.ts';
import { readState, toState } from './store/state.ts';

export interface Rebuilding {
  /** Told of each day of UTC that is done, and how many there are to do. */
  readonly onDay: (done: { readonly day: Temporal.PlainDate; readonly count: number; readonly of: number }) => void;
  readonly signal: AbortSignal;
}

/**
 * Rolls up anew all that is rolled up and has its rows still, while the service serves: the newest days first, because
 * they are looked at most. What was done stays done, wherever it is interrupted.
 *
 * @param from the first day; everything where it is null.
 * @returns days that were done.
 */
export async function rebuildRollUps(
  { queries }: Database,
  from: Temporal.PlainDate | null,
  { onDay, signal }: Rebuilding,
): Promise<number> {
  const { rows } = await readState.execute(queries);
  const { closedUntil, trackedUntil } = toState(rows[0]);
  const last = closedUntil?.toZonedDateTimeISO('UTC').toPlainDate() ?? trackedUntil;
  const first = from ?? (await firstRolledUp(queries));
  if (!last || !first) return 0;
  const of = Math.max(0, first.until(last).days + 1);
  let done = 0;
  for (let count = 1; count <= of; count += 1) {
    signal.throwIfAborted();
    const day = last.subtract({ days: count - 1 });
    const both = [await rollUpAgain(queries, day), await rollUpTrackedAgain(queries, day)];
    if (both.includes(true)) done += 1;
    onDay({ day, count, of });
  }
  return done;
}

async function firstRolledUp(queries: Database['queries']): Promise<Temporal.PlainDate | null> {
  const { rows } = await sql<{ day: Temporal.PlainDate | null }>`
    select least((select min(day) from statistics_counts), (select min(day) from statistics_tracked)) as day`.execute(
    queries,
  );
  return rows[0]?.day ?? null;
}
