import type { Content, DraftEntry } from '../../api/configuration.ts';
import { notifyDone } from '../../parts/notify.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { freeName } from './rules/names.ts';
import { toolWords } from './tool-words.ts';
import { nameOf } from './workbench/entry.ts';
import { additionOf, moveOf } from './workbench/make-steps.ts';

/** What can be done with an entry as a whole, by menu or by keys. */
export function useEntryDeeds(entry: DraftEntry | undefined): {
  readonly duplicate: () => Promise<void>;
  readonly move: (way: 'up' | 'down') => void;
} {
  const words = useWords(toolWords);
  const { entries, carryOut, open, canWrite } = useEditor();
  return {
    async duplicate() {
      if (entry === undefined || !canWrite) return;
      const name = freeName(nameOf(entry), entries.filter(({ kind }) => kind === entry.kind).map(nameOf));
      const isNamed = entry.kind === 'keyboard' || entry.kind === 'button';
      const to = { kind: entry.kind, ...(isNamed && { id: name }) };
      const added = await carryOut([additionOf(entries, to, renamed(entry, name), entry.id)]);
      if (added === null) return;
      open(added);
      notifyDone(words.copied(name));
    },
    move(way) {
      const step = entry?.kind === 'handler' && canWrite ? moveOf(entries, entry, way) : null;
      if (step !== null) void carryOut([step]);
    },
  };
}

/** The content under another name. */
function renamed({ kind, content }: DraftEntry, name: string): Content {
  if (kind === 'callback') return { ...content, callback_data: name };
  return kind === 'handler' ? { ...content, pattern: name } : content;
}
