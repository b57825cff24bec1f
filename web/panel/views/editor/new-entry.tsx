import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Content, EntryKind } from '../../api/configuration.ts';
import { PatternEditor } from '../../editor-parts/pattern-editor.tsx';
import { commonWords } from '../../parts/common-words.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { editorWords } from './editor-words.ts';
import { entryWords } from './entry-words.ts';
import { nameProblem } from './rules/names.ts';
import { toolWords } from './tool-words.ts';
import { nameOf } from './workbench/entry.ts';
import { additionOf } from './workbench/make-steps.ts';

/** Kinds that are made by themselves; a shared button is one that a keyboard has. */
const offered = ['handler', 'callback', 'keyboard', 'button'] as const satisfies readonly EntryKind[];

interface NewEntryProps {
  /** Null while it is closed. */
  readonly kind: EntryKind | null;
  readonly onKind: (kind: EntryKind) => void;
  readonly onClose: () => void;
}

/** Makes an entry: what kind, its name, and goes on in it. */
export function NewEntry({ kind, onKind, onClose }: NewEntryProps) {
  const words = useWords(toolWords);
  const common = useWords(commonWords);
  return (
    <Modal
      opened={kind !== null}
      onClose={onClose}
      title={words.newTitle}
      centered
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {kind !== null && <NewEntryForm kind={kind} onKind={onKind} onClose={onClose} />}
    </Modal>
  );
}

function NewEntryForm({ kind, onKind, onClose }: NewEntryProps & { readonly kind: EntryKind }) {
  const words = useWords(toolWords);
  const editor = useWords(editorWords);
  const common = useWords(commonWords);
  const { entries, carryOut, open } = useEditor();
  const [pattern, setPattern] = useState('/');
  const [name, setName] = useState('');
  const names = entries.filter((entry) => entry.kind === kind).map(nameOf);
  const problem = kind === 'handler' || name === '' ? null : nameProblem(name, kind, names);
  const isReady = kind === 'handler' ? pattern.trim().length > 0 && pattern !== '/' : name !== '' && problem === null;

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    onClose();
    const isNamed = kind === 'keyboard' || kind === 'button';
    const content = contentOf(kind, kind === 'handler' ? pattern : name, words);
    const added = await carryOut([additionOf(entries, { kind, ...(isNamed && { id: name }) }, content)]);
    if (added !== null) open(added);
  };
  return (
    <form onSubmit={(event) => void create(event)}>
      <Stack>
        <Radio.Group
          aria-label={words.newTitle}
          value={kind}
          onChange={(value) => onKind(offered.find((each) => each === value) ?? kind)}
        >
          <Stack gap="xs">
            {offered.map((each) => (
              <Radio
                key={each}
                value={each}
                label={editor.kind[each]}
                description={editor.kindHints[each]}
                {...(each === kind && { 'data-autofocus': true })}
              />
            ))}
          </Stack>
        </Radio.Group>
        {kind === 'handler' ? (
          <PatternEditor value={pattern} onChange={setPattern} problems={[]} />
        ) : (
          <NameInput kind={kind} name={name} onName={setName} error={problem === null ? null : words[problem]} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" disabled={!isReady}>
            {editor.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NameInputProps {
  readonly kind: Exclude<EntryKind, 'handler'>;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly error: string | null;
}

function NameInput({ kind, name, onName, error }: NameInputProps) {
  const words = useWords(toolWords);
  const { buttonName } = useWords(entryWords);
  const labels = { callback: words.newScreen, keyboard: words.newKeyboard, button: buttonName };
  return (
    <TextInput
      label={labels[kind]}
      description={words.newScreenHint}
      value={name}
      error={error}
      onChange={({ currentTarget }) => onName(currentTarget.value)}
    />
  );
}

/** What a new entry begins as. */
function contentOf(kind: EntryKind, name: string, words: typeof toolWords.ru): Content {
  switch (kind) {
    case 'handler':
      return { pattern: name, action: 'send', message: words.newEntryText };
    case 'callback':
      return { callback_data: name, action: 'edit', message: words.newEntryText };
    case 'keyboard':
      return { kind: 'inline', layout: [[{ label: words.firstLabel }]] };
    case 'button':
      return { label: words.firstLabel };
    default:
      return kind satisfies never;
  }
}
