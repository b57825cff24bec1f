/** Asks before the page goes with something in it that is kept nowhere else. */
import { useEffect } from 'react';

const unsaved = new Set<() => boolean>();

addEventListener('beforeunload', (event) => {
  // The browser asks, in words of its own.
  if ([...unsaved].some((isUnsaved) => isUnsaved())) event.preventDefault();
});

/** @returns what ends it */
export function guardLeaving(isUnsaved: () => boolean): () => void {
  unsaved.add(isUnsaved);
  return () => void unsaved.delete(isUnsaved);
}

export function useLeaveGuard(isUnsaved: boolean): void {
  useEffect(() => (isUnsaved ? guardLeaving(() => true) : undefined), [isUnsaved]);
}
