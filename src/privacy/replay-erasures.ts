import type { Queries } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { readLedger, type LedgerEntry } from './ledger.ts';
import { requestErasure } from './request-erasure.ts';
import { findForsaken, findUnerased } from './store/people.ts';

/** Entries of the ledger that are looked for at once. */
const atOnce = 1_000;

/**
 * Has everybody erased again who stands in the ledger and in the database, as after a backup of it was restored. Beside
 * whatever else goes on; twice does no harm.
 *
 * @returns how many.
 */
export async function replayErasures(queries: Queries, objects: Objects): Promise<number> {
  let count = await eraseAll(queries, await findForsaken(queries));
  let entries: LedgerEntry[] = [];
  for await (const entry of readLedger(objects)) {
    entries.push(entry);
    if (entries.length < atOnce) continue;
    count += await eraseAll(queries, await findUnerased(queries, entries));
    entries = [];
  }
  return count + (await eraseAll(queries, await findUnerased(queries, entries)));
}

async function eraseAll(queries: Queries, ids: readonly UserId[]): Promise<number> {
  for (const id of ids) await queries.transaction().execute((transaction) => requestErasure(transaction, id));
  return ids.length;
}
