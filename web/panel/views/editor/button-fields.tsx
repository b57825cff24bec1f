import type { DraftEntry } from '../../api/configuration.ts';
import { KeyboardEditor } from '../../editor-parts/keyboard-editor.tsx';
import type { Layout } from '../../editor-parts/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { isFields } from './rules/texts.ts';
import { UsedBy } from './used-by.tsx';
import { changedFields, placedIn, useFieldProblems, useParts } from './use-parts.ts';

/** A button that several keyboards share, edited as on a keyboard of which it is the only one. */
export function ButtonFields({ entry, onDelete }: { readonly entry: DraftEntry; readonly onDelete: () => void }) {
  const words = useWords(entryWords);
  const { change } = useEditor();
  const { handlers: _, keyboards: __, onSharedChange: ___, ...parts } = useParts();
  const { id, content } = entry;
  const ofLabel = useFieldProblems(entry, 'label');
  const ofData = useFieldProblems(entry, 'data');
  const button = parts.buttons[id];
  const layout: Layout = button === undefined ? [] : [[button]];
  const problems = [...placedIn(ofLabel, '0', '0', 'label'), ...placedIn(ofData, '0', '0', 'data')];
  return (
    <>
      <EntrySection title={words.keyboard}>
        <KeyboardEditor
          {...parts}
          layout={layout}
          kind="inline"
          problems={problems}
          onChange={([row]) => {
            const cell = row?.[0];
            if (cell === undefined) onDelete();
            else if (isFields(cell)) change(entry, changedFields(content, cell));
          }}
        />
      </EntrySection>
      <UsedBy entry={entry} label={words.buttonName} />
    </>
  );
}
