import { createContext, use } from 'react';
import type { CheckProblem, Content, DraftEntry } from '../../api/configuration.ts';
import type { Registry, Vocabulary } from '../../editor-parts/configuration.ts';
import type { EntryRef } from './workbench/entry.ts';
import type { Step } from './workbench/steps.ts';

/** What every part of the editor works on. */
export interface Editor {
  /** Each kind in its order, with what is not saved yet. */
  readonly entries: readonly DraftEntry[];
  readonly registry: Registry;
  readonly vocabulary: Vocabulary;
  /** What the check says; as of the last save. */
  readonly problems: readonly CheckProblem[];
  /** Keys of entries that are not as they run. */
  readonly changed: ReadonlySet<string>;
  readonly canWrite: boolean;
  readonly selected: EntryRef | null;
  /** Null leads back to the list. */
  readonly open: (ref: EntryRef | null) => void;
  /** Sets fields of an entry; null takes one away. It is sent a moment later. */
  readonly change: (ref: EntryRef, fields: Content) => void;
  /**
   * Carries steps out at once, as one thing to undo. What goes wrong is said.
   *
   * @returns the entry that was added last.
   */
  readonly carryOut: (steps: readonly Step[]) => Promise<EntryRef | null>;
}

export const EditorContext = createContext<Editor | null>(null);

/** @throws Error outside of the editor. */
export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (editor === null) throw new Error('the editor’s parts stand in the editor');
  return editor;
}
