import { Select } from '@mantine/core';
import type { DraftEntry } from '../../api/configuration.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { editorWords } from './editor-words.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { ActionsPart } from './handler-fields.tsx';
import { LeadsHere } from './leads-here.tsx';
import { NameField } from './name-field.tsx';
import { patternTitle } from './rules/titles.ts';
import { ShownPart } from './shown-part.tsx';
import { textOf } from './typed.ts';
import { workbench } from './use-workbench.ts';
import { nameOf } from './workbench/entry.ts';

/** A screen: what it shows, what it does, what leads to it and what it is called. */
export function CallbackFields({ entry }: { readonly entry: DraftEntry }) {
  const words = useWords(entryWords);
  const { titles } = useWords(editorWords);
  const { entries, change, canWrite } = useEditor();
  const handlers = entries.filter(({ kind }) => kind === 'handler');
  const rename = (name: string) => {
    change(entry, { callback_data: name });
    void workbench.flush();
  };
  return (
    <>
      <EntrySection title={words.shows}>
        <ShownPart entry={entry} />
      </EntrySection>
      <EntrySection title={words.does}>
        <ActionsPart entry={entry} />
      </EntrySection>
      <EntrySection title={words.leadsHere}>
        <LeadsHere entry={entry} />
        <NameField
          key={entry.id}
          entry={entry}
          name={nameOf(entry)}
          label={words.screenName}
          hint={words.screenNameHint}
          onRename={rename}
        />
        <Select
          label={words.owner}
          description={words.ownerHint}
          searchable
          allowDeselect={false}
          readOnly={!canWrite}
          value={textOf(entry.content['handler_id'])}
          onChange={(id) => change(entry, { handler_id: id === '' ? null : id })}
          data={[
            { value: '', label: words.noOwner },
            ...handlers.map((handler) => ({ value: handler.id, label: patternTitle(nameOf(handler), titles) })),
          ]}
        />
      </EntrySection>
    </>
  );
}
