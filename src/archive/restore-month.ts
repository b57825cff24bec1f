import { makePartition } from '../platform/database/partitions.ts';
import type { UserId } from '../platform/ids.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { openBlocks, readManifest, readSealedBlocks } from './read-run.ts';
import type { ArchivedTable } from './rules/layout.ts';
import { firstDayOf } from './rules/months.ts';
import type { Manifest } from './schema.ts';
import { readKeysOf } from './store/keys.ts';
import { markRestored, readRuns, type Run } from './store/months.ts';
import { pageSize, readColumns, restoreRows } from './store/rows.ts';

/** Days for which a month that was brought back stays, and thawed objects can be read. */
export const restoredDays = 30;

export interface RestoreQuestion {
  readonly month: Temporal.PlainYearMonth;
  /** Whose rows; everybody's, and nobody's, unless given. */
  readonly userId?: UserId | undefined;
  readonly table?: ArchivedTable | undefined;
}

/** What became of a run. */
export interface RestoredRun {
  readonly table: ArchivedTable;
  readonly run: string;
  /** Parts that lie in cold storage; while there are any, nothing of the run was brought back. */
  readonly frozenParts: number;
  /** Rows that were read. */
  readonly rows: number;
  /** Of them, those that were not in the database. */
  readonly newRows: number;
  /** Rows of people who were erased. */
  readonly erasedRows: number;
}

/**
 * Brings a month back into its tables, where it stays for thirty days. Doing so twice does no harm, nor does being
 * interrupted: rows that are there stay as they are. What lies in cold storage is asked for instead; the same call
 * brings it back some hours later.
 *
 * @throws {DamagedArchive} where the archive is not what was written; what was read before is back already.
 */
export async function restoreMonth(
  deps: ArchiveDependencies,
  question: RestoreQuestion,
  signal: AbortSignal,
): Promise<readonly RestoredRun[]> {
  const runs = await readRuns(deps.database.queries, question);
  const restored: RestoredRun[] = [];
  for (const run of runs.filter(({ state }) => state === 'dropped' || state === 'restored'))
    restored.push(await restoreRun(deps, run, question.userId, signal));
  return restored;
}

async function restoreRun(
  deps: ArchiveDependencies,
  run: Run,
  userId: UserId | undefined,
  signal: AbortSignal,
): Promise<RestoredRun> {
  const { objects, clock, database } = deps;
  const { queries } = database;
  const { table } = run;
  const manifest = await readManifest(objects, run);
  const frozenParts = await thaw(deps, manifest);
  if (frozenParts > 0) return { table, run: run.run, frozenParts, rows: 0, newRows: 0, erasedRows: 0 };
  // First: from then on nobody takes the month for one that was left over.
  await markRestored(queries, run, clock.now().add({ hours: 24 * restoredDays }));
  await makePartition(queries, table, firstDayOf(run.month));
  const whose = userId === undefined ? null : ((await readKeysOf(queries, [userId])).get(userId)?.id ?? 'nobody');
  const columns = await commonColumns(deps, manifest);
  let [rows, newRows, erasedRows] = [0, 0, 0];
  for await (const all of readSealedBlocks(objects, manifest, signal)) {
    const blocks = whose === null ? all : all.filter(({ header }) => header.key === whose);
    if (blocks.length === 0) continue;
    // The keys are held while the rows come back: who is erased at this moment is so before them or after.
    await queries.transaction().execute(async (transaction) => {
      const opened = await openBlocks(transaction, run, blocks);
      for (const block of opened) if (block.lines === null) erasedRows += block.rows;
      const lines = opened.flatMap((block) => block.lines ?? []);
      rows += lines.length;
      for (let at = 0; at < lines.length; at += pageSize)
        newRows += await restoreRows(transaction, table, columns, lines.slice(at, at + pageSize));
    });
  }
  return { table, run: run.run, frozenParts, rows, newRows, erasedRows };
}

/** @returns how many parts cannot be read yet. */
async function thaw({ objects }: ArchiveDependencies, { parts }: Manifest): Promise<number> {
  let frozen = 0;
  for (const { key } of parts) if (!(await objects.thaw(key, restoredDays))) frozen += 1;
  return frozen;
}

/** Those that the table has now: an older archive may have more, or lack some. */
async function commonColumns({ database }: ArchiveDependencies, manifest: Manifest): Promise<readonly string[]> {
  const present = await readColumns(database.queries, manifest.table);
  const archived = new Set(manifest.columns.map(({ name }) => name));
  return present.map(({ name }) => name).filter((name) => archived.has(name));
}
