import type { Queries } from '../platform/database/database.ts';
import { runningRows } from './running-rows.ts';
import { writeRunning } from './store/running.ts';
import { writeVersion, type NewVersion } from './store/versions.ts';

/**
 * Makes a version what runs: its row, the tables that run, the mark. Within the transaction that holds the draft.
 *
 * @param revision the draft's, whose content it is.
 */
export async function writePublication(transaction: Queries, made: NewVersion, revision: number): Promise<void> {
  await writeRunning(transaction, runningRows(made.published));
  await writeVersion(transaction, made, revision);
}
