import type { Queries } from '../platform/database/database.ts';
import type { EntryKind } from './rules/draft.ts';
import { readChangesSince, type NotedChange } from './store/draft-changes.ts';

/**
 * Keeps a change from being made over somebody else's: told the present revision under the lock, it throws where the
 * caller meant another one. `changesSince` reads what was done after a revision the caller remembers.
 */
export type Guard = (
  revision: number,
  changesSince: (remembered: number) => Promise<readonly NotedChange[]>,
) => Promise<void>;

/** Changes that are told; more would not be read. */
const mostTold = 50;

/** Asks a guard about one entry, or about the whole draft. */
export async function askGuard(
  guard: Guard | undefined,
  transaction: Queries,
  {
    revision,
    entry,
  }: { readonly revision: number; readonly entry?: { readonly kind: EntryKind; readonly id: string } },
): Promise<void> {
  const about = { limit: mostTold, ...(entry === undefined ? {} : { entry }) };
  await guard?.(revision, (remembered) => readChangesSince(transaction, remembered, about));
}
