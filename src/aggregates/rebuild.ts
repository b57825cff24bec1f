import type { Database } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import { findDifferences, repairCells } from './compare.ts';
import { pagesOfPeople } from './pages.ts';

export interface Rebuilding {
  /** Told after each page of the last person's id, the people done and the cells that were wrong so far. */
  readonly onPage: (done: { readonly lastId: UserId; readonly people: number; readonly wrong: number }) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings cells in accord with sessions, while both change; those of archived months stay as they are. What was done
 * stays done, wherever it is interrupted.
 *
 * @param of one person, or all with a higher id than `after`.
 * @returns how many cells were wrong.
 */
export async function rebuildCells(
  database: Database,
  of: { readonly userId: UserId } | { readonly after: number },
  { onPage, signal }: Rebuilding,
): Promise<number> {
  const { queries } = database;
  let [people, wrong] = [0, 0];
  for await (const ids of 'userId' in of ? [[of.userId]] : pagesOfPeople(queries, of.after)) {
    signal.throwIfAborted();
    const differences = await findDifferences(queries, ids);
    await repairCells(database, differences);
    people += ids.length;
    wrong += differences.length;
    const lastId = ids.at(-1);
    if (lastId !== undefined) onPage({ lastId, people, wrong });
  }
  return wrong;
}
