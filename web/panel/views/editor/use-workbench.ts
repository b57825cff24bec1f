import { useSyncExternalStore } from 'react';
import { guardLeaving } from '../../parts/leave-guard.ts';
import { createWorkbench, type WorkbenchState } from './workbench/workbench.ts';

/** One for the page: it outlives the views. */
export const workbench = createWorkbench();

// Who leaves the page for another one, or puts the phone away, need not wait for the pause after the last letter.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void workbench.flush();
});
addEventListener('online', () => void workbench.flush());
// What is on its way goes along with the page; what the server has not taken would go with the tab.
guardLeaving(() =>
  [...workbench.getState().edits.values()].some(({ state: { is } }) => !['waiting', 'saving'].includes(is)),
);

export function useWorkbench(): WorkbenchState {
  return useSyncExternalStore(workbench.subscribe, workbench.getState);
}
