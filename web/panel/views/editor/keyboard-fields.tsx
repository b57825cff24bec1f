import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { KeyboardRows } from './keyboard-rows.tsx';
import { LeadsHere } from './leads-here.tsx';
import { NameField } from './name-field.tsx';

/** A keyboard by itself: its rows, how it behaves, who shows it. */
export function KeyboardFields({ entry, onDelete }: { readonly entry: DraftEntry; readonly onDelete: () => void }) {
  const words = useWords(entryWords);
  const { carryOut } = useEditor();
  const { kind, id } = entry;
  return (
    <>
      <EntrySection title={words.keyboard}>
        <KeyboardRows keyboard={entry} onEmpty={onDelete} />
      </EntrySection>
      <EntrySection title={words.usedBy}>
        <LeadsHere entry={entry} />
        <NameField
          key={id}
          entry={entry}
          name={id}
          label={words.keyboardName}
          onRename={(to) => void carryOut([{ type: 'rename', kind, from: id, to }])}
        />
      </EntrySection>
    </>
  );
}
