import { createChecker, createReferences } from '../builder/checker.ts';
import { filters } from '../texts/filters.ts';
import { allActions, allLists } from './actions.ts';

/** Checks configurations by all that this program can do. */
export const checker = createChecker({
  actions: allActions,
  filters,
  lists: Object.keys(allLists),
});

export const references = createReferences(allActions);
