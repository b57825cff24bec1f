import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { KeyboardRows } from './keyboard-rows.tsx';
import { UsedBy } from './used-by.tsx';

/** A keyboard by itself: its rows, how it behaves, who shows it. */
export function KeyboardFields({ entry, onDelete }: { readonly entry: DraftEntry; readonly onDelete: () => void }) {
  const words = useWords(entryWords);
  return (
    <>
      <EntrySection title={words.keyboard}>
        <KeyboardRows keyboard={entry} onEmpty={onDelete} />
      </EntrySection>
      <UsedBy entry={entry} label={words.keyboardName} />
    </>
  );
}
