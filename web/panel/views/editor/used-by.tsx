import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { LeadsHere } from './leads-here.tsx';
import { NameField } from './name-field.tsx';

/** Who shows a keyboard or a button, and the name they know it by, which is its id. */
export function UsedBy({ entry, label }: { readonly entry: DraftEntry; readonly label: string }) {
  const words = useWords(entryWords);
  const { carryOut } = useEditor();
  const { kind, id } = entry;
  return (
    <EntrySection title={words.usedBy}>
      <LeadsHere entry={entry} />
      <NameField
        key={id}
        entry={entry}
        name={id}
        label={label}
        onRename={(to) => void carryOut([{ type: 'rename', kind, from: id, to }])}
      />
    </EntrySection>
  );
}
