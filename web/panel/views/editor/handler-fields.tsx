import { SimpleGrid, TextInput } from '@mantine/core';
import { use } from 'react';
import type { DraftEntry } from '../../api/configuration.ts';
import { ActionsEditor } from '../../editor-parts/actions-editor.tsx';
import { PatternEditor } from '../../editor-parts/pattern-editor.tsx';
import { useProblemText } from '../../editor-parts/field-problems.tsx';
import { languages, type Language } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { EntrySection } from './entry-section.tsx';
import { entryWords } from './entry-words.ts';
import { isFields } from './rules/texts.ts';
import { ShownPart } from './shown-part.tsx';
import { actionOf, textOf } from './typed.ts';
import { UnfinishedContext, useToldProblems } from './unfinished.ts';
import { useFieldProblems, useParts } from './use-parts.ts';

/** A command or words: when it answers, what it does, what it shows. */
export function HandlerFields({ entry }: { readonly entry: DraftEntry }) {
  const words = useWords(entryWords);
  const { change, canWrite } = useEditor();
  const pattern = textOf(entry.content['pattern']);
  return (
    <>
      <EntrySection title={words.when}>
        <PatternEditor
          value={pattern}
          onChange={(value) => change(entry, { pattern: value })}
          problems={useFieldProblems(entry, 'pattern')}
          isReadOnly={!canWrite}
        />
        {/^\/[a-z0-9_]+$/.test(pattern) && <MenuText entry={entry} />}
      </EntrySection>
      <EntrySection title={words.does}>
        <ActionsPart entry={entry} />
      </EntrySection>
      <EntrySection title={words.shows}>
        <ShownPart entry={entry} />
      </EntrySection>
    </>
  );
}

/** The steps of an entry. */
export function ActionsPart({ entry }: { readonly entry: DraftEntry }) {
  const { change } = useEditor();
  const { buttons: _, onSharedChange: __, ...parts } = useParts();
  const { onFocus, onBlur } = use(UnfinishedContext);
  return (
    <div onFocus={onFocus} onBlur={onBlur}>
      <ActionsEditor
        {...parts}
        value={actionOf(entry.content)}
        onChange={(action) => change(entry, { action })}
        problems={useToldProblems(useFieldProblems(entry, 'action'))}
      />
    </div>
  );
}

/** What Telegram’s command menu says of the command, in each language. */
function MenuText({ entry }: { readonly entry: DraftEntry }) {
  const words = useWords(entryWords);
  const { change, canWrite } = useEditor();
  const { description } = entry.content;
  const error = useProblemText(useFieldProblems(entry, 'description'));
  const textIn = (language: Language) => (isFields(description) ? textOf(description[language]) : textOf(description));
  const write = (language: Language, text: string) => {
    const texts = Object.fromEntries(
      languages.flatMap((each) => {
        const said = each === language ? text : textIn(each);
        return said === '' ? [] : [[each, said]];
      }),
    );
    change(entry, { description: Object.keys(texts).length === 0 ? null : texts });
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {languages.map((language) => (
        <TextInput
          key={language}
          label={`${words.menuText}. ${language === 'ru' ? words.russian : words.english}`}
          {...(language === languages[0] && { description: words.menuTextHint, error })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={256}
          readOnly={!canWrite}
          value={textIn(language)}
          onChange={({ currentTarget }) => write(language, currentTarget.value)}
        />
      ))}
    </SimpleGrid>
  );
}
