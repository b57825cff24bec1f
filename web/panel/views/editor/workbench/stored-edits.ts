/** What is not saved yet survives a reload of the page: it is kept in the tab. */
import type { Unsaved } from './save-edit.ts';

const storedAs = 'minuta.edits';

interface Stored {
  /** Whose changes they are: somebody else who signs in must not send them. */
  readonly owner: string;
  readonly edits: readonly Unsaved[];
}

export function storeEdits(stored: Stored): void {
  try {
    if (stored.edits.length === 0) sessionStorage.removeItem(storedAs);
    else sessionStorage.setItem(storedAs, JSON.stringify(stored));
  } catch {
    // Without room or leave to store anything, they live as long as the page.
  }
}

/** @returns nothing where they are somebody else's. */
export function storedEdits(owner: string): readonly Unsaved[] {
  try {
    const stored: Partial<Stored> | null = JSON.parse(sessionStorage.getItem(storedAs) ?? 'null');
    return stored?.owner === owner ? (stored.edits ?? []) : [];
  } catch {
    return [];
  }
}
