import { Checkbox, TextInput } from '@mantine/core';
import type { DraftEntry } from '../../api/configuration.ts';
import { useProblemText } from '../../editor-parts/field-problems.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { KeyboardRows } from './keyboard-rows.tsx';
import { LeadsHere } from './leads-here.tsx';
import { NameField } from './name-field.tsx';
import { isFields, textIn } from './rules/texts.ts';
import { useFieldProblems } from './use-parts.ts';

/** A keyboard by itself: its rows, how it behaves, who shows it. */
export function KeyboardFields({ entry, onDelete }: { readonly entry: DraftEntry; readonly onDelete: () => void }) {
  const words = useWords(entryWords);
  const { change, canWrite, carryOut } = useEditor();
  const { content, kind, id } = entry;
  return (
    <>
      <EntrySection title={words.keyboard}>
        <KeyboardRows keyboard={entry} onEmpty={onDelete} />
        {content['kind'] === 'reply' ? (
          <>
            <Placeholder entry={entry} />
            <Checkbox
              label={words.oneTime}
              disabled={!canWrite}
              checked={content['one_time'] === true}
              onChange={({ currentTarget }) => change(entry, { one_time: currentTarget.checked || null })}
            />
          </>
        ) : (
          <Checkbox
            label={words.marksChosen}
            disabled={!canWrite}
            checked={content['marks_chosen'] === true}
            onChange={({ currentTarget }) => change(entry, { marks_chosen: currentTarget.checked || null })}
          />
        )}
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

/** What stands in the input field while the keyboard is shown. */
function Placeholder({ entry }: { readonly entry: DraftEntry }) {
  const words = useWords(entryWords);
  const { language } = useLanguage();
  const { change, canWrite } = useEditor();
  const { placeholder } = entry.content;
  const write = (text: string) => {
    const isSplit = isFields(placeholder);
    const { [language]: _, ...others } = isSplit ? placeholder : {};
    const texts = text === '' ? others : { ...others, [language]: text };
    const isEmpty = isSplit ? Object.keys(texts).length === 0 : text === '';
    change(entry, { placeholder: isEmpty ? null : isSplit ? texts : text });
  };
  return (
    <TextInput
      label={words.placeholder}
      maxLength={64}
      readOnly={!canWrite}
      error={useProblemText(useFieldProblems(entry, 'placeholder'))}
      value={isFields(placeholder) ? textIn(placeholder[language], language) : textIn(placeholder, language)}
      onChange={({ currentTarget }) => write(currentTarget.value)}
    />
  );
}
