import { createChecker, createReferences } from '../builder/checker.ts';
import { filters } from '../texts/filters.ts';
import { allActions, allLists, valueNames } from './actions.ts';

/** Checks configurations by all that this program can do. */
export const checker = createChecker({
  actions: allActions,
  filters,
  lists: Object.keys(allLists),
  values: valueNames,
});

export const references = createReferences(allActions);
