import type { ArchiveDependencies } from './dependencies.ts';
import { DamagedArchive } from './errors.ts';
import { openBlocks, readManifest, readSealedBlocks } from './read-run.ts';
import { isSame, RowSum } from './rules/row-sum.ts';
import type { Run } from './store/months.ts';

/** What was found in the archive. */
export interface VerifiedRun {
  /** Rows that were read and are what was written. */
  readonly rows: number;
  /** Rows that nobody can read any more, because their people were erased. */
  readonly erasedRows: number;
}

/**
 * Reads a run back, every byte of it: the sums of its manifest and parts, each block with its key, each row.
 *
 * @throws {DamagedArchive} where anything is not what was written.
 * @throws {ObjectsError} where the store is away, or a part is frozen.
 */
export async function verifyRun(
  { objects, database }: Pick<ArchiveDependencies, 'objects' | 'database'>,
  run: Run,
  signal: AbortSignal,
): Promise<VerifiedRun> {
  const manifest = await readManifest(objects, run);
  const sum = new RowSum();
  let erasedRows = 0;
  for await (const blocks of readSealedBlocks(objects, manifest, signal))
    for (const { rows, lines } of await openBlocks(database.queries, run, blocks)) {
      if (lines === null) erasedRows += rows;
      else for (const line of lines) sum.add(line);
    }
  const { rows } = sum.value;
  // Of what cannot be read any more only the number is known, and the sums of the parts it lies in.
  const isRight = erasedRows === 0 ? isSame(sum.value, manifest) : rows + erasedRows === manifest.rows;
  if (!isRight) throw new DamagedArchive(`${run.table} of ${manifest.month}: the rows are not those that were written`);
  return { rows, erasedRows };
}
