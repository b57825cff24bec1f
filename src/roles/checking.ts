import { createChecker, createReferences, type Checker } from '../builder/checker.ts';
import type { Queries } from '../platform/database/database.ts';
import { filters } from '../texts/filters.ts';
import { readUploadIds } from '../uploads/store.ts';
import { allActions, allLists, valueNames } from './actions.ts';

const known = { actions: allActions, filters, values: valueNames, lists: Object.keys(allLists) };

/** Checks configurations by all that this program can do, whatever photos were uploaded. */
export const checker = createChecker(known);

/** Knows the photos that were uploaded, too. */
export function checkerWith(queries: Queries): Checker {
  return createChecker({ ...known, uploads: () => readUploadIds(queries) });
}

export const references = createReferences(allActions);
