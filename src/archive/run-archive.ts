import { ifFree, type LeaseOptions } from '../platform/lease.ts';
import { makePartitionsBehind } from '../platform/database/partitions.ts';
import { archiveMonth, type ArchivedMonth } from './archive-month.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { archivedTables, type ArchivedTable } from './rules/layout.ts';
import { firstKeptMonth } from './rules/months.ts';
import { areCellsClosed } from './store/cells.ts';
import { readRuns } from './store/months.ts';
import { hasRunningSession, readMonthsBefore } from './store/partitions.ts';

/** What was done, and what waits. */
export interface ArchiveReport {
  readonly months: readonly ArchivedMonth[];
  readonly waiting: readonly WaitingMonth[];
}

export interface WaitingMonth {
  readonly table: ArchivedTable;
  readonly month: Temporal.PlainYearMonth;
  /** A session goes on, the month's aggregates are not closed, or it was brought back and stays for a while. */
  readonly reason: 'running' | 'open' | 'restored';
}

/**
 * Archives every month past retention, the oldest first, one at a time.
 *
 * @param onMonth is told of each when it is done.
 * @throws what the store or the database says: whatever has not gone yet stays where it is.
 */
export async function archiveOldMonths(
  deps: ArchiveDependencies,
  signal: AbortSignal,
  onMonth: (month: ArchivedMonth) => void = () => undefined,
): Promise<ArchiveReport> {
  const now = deps.clock.now();
  const end = firstKeptMonth(now, deps.retentionYears);
  // Old rows that were kept without a month get one, in which they go.
  await makePartitionsBehind(deps.database.queries, now);
  const months: ArchivedMonth[] = [];
  const waiting: WaitingMonth[] = [];
  for (const table of archivedTables)
    for (const month of await readMonthsBefore(deps.database.queries, table, end)) {
      signal.throwIfAborted();
      const reason = await reasonToWait(deps, table, month);
      if (reason) waiting.push({ table, month, reason });
      // Cells take over from the beginning of time on: a month of sessions goes after all before it.
      if (reason === 'running' || reason === 'open') break;
      if (reason) continue;
      const archived = await archiveMonth(deps, { table, month }, signal);
      months.push(archived);
      onMonth(archived);
    }
  return { months, waiting };
}

async function reasonToWait(
  { database, clock }: ArchiveDependencies,
  table: ArchivedTable,
  month: Temporal.PlainYearMonth,
): Promise<WaitingMonth['reason'] | null> {
  const { queries } = database;
  const now = clock.now();
  const runs = await readRuns(queries, { table, month });
  if (runs.some(({ restoredUntil: until }) => until && Temporal.Instant.compare(until, now) > 0)) return 'restored';
  if (table !== 'sessions') return null;
  if (!(await areCellsClosed(queries, month))) return 'open';
  return (await hasRunningSession(queries, { table, month })) ? 'running' : null;
}

/** Writing and bringing back exclude each other, in whichever process. */
const archiveLease = (
  { database, log }: Pick<ArchiveDependencies, 'database' | 'log'>,
  holder: string,
): LeaseOptions => ({
  queries: database.queries,
  name: 'archive',
  holder,
  log,
  exclusive: database.exclusive,
});

/** @returns null where another process is at it. @throws as `archiveOldMonths` does. */
export async function archiveIfFree(
  deps: ArchiveDependencies,
  holder: string,
  signal: AbortSignal,
  onMonth?: (month: ArchivedMonth) => void,
): Promise<ArchiveReport | null> {
  return underLease(deps, holder, signal, (held) => archiveOldMonths(deps, held, onMonth));
}

/** @returns null where another process works on the archive. */
export async function underLease<T>(
  deps: ArchiveDependencies,
  holder: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const results: PromiseSettledResult<T>[] = [];
  await ifFree(archiveLease(deps, holder), signal, async (held) => {
    results.push(...(await Promise.allSettled([work(held.signal)])));
  });
  const [result] = results;
  if (!result) return null;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
