import { createChecker, createReferences } from '../builder/checker.ts';
import { createGraphDrawer } from '../builder/draw-graph.ts';
import { filters } from '../texts/filters.ts';
import { readUploadIds } from '../uploads/store.ts';
import { allActions, allLists, valueNames } from './actions.ts';

/** Checks configurations by all that this program can do. */
export const checker = createChecker({
  actions: allActions,
  filters,
  values: valueNames,
  lists: Object.keys(allLists),
  uploads: readUploadIds,
});

export const references = createReferences(allActions);

/** Draws configurations by where their actions lead. */
export const drawGraph = createGraphDrawer({ actions: allActions, filters });
