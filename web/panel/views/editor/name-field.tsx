import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { mostDataBytes, utf8Bytes } from '../../editor-parts/limits.ts';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { entryWords } from './entry-words.ts';
import { nameProblem } from './rules/names.ts';
import { toolWords } from './tool-words.ts';
import { nameOf, type EntryRef } from './workbench/entry.ts';

interface NameFieldProps {
  readonly entry: EntryRef;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly onRename: (name: string) => void;
}

/**
 * The name by which others refer to an entry. It changes when that is wished, not while it is typed: all who refer to
 * it are changed with it.
 */
export function NameField({ entry, name, label, hint, onRename }: NameFieldProps) {
  const words = useWords(entryWords);
  const tools = useWords(toolWords);
  const { entries, canWrite } = useEditor();
  const [typed, setTyped] = useState({ name, text: name });
  // Somebody else, or undoing, may rename it meanwhile.
  const text = typed.name === name ? typed.text : name;
  const others = entries.filter((each) => each.kind === entry.kind && each.id !== entry.id).map(nameOf);
  const problem = text === name ? null : nameProblem(text, entry.kind, others);
  const bytes = utf8Bytes(text);
  const counted = entry.kind === 'callback' ? words.nameBytes(bytes, mostDataBytes) : '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && text !== name) onRename(text);
      }}
    >
      <Group align="flex-start" gap="xs">
        <TextInput
          flex="1 1 220px"
          label={label}
          description={[hint, counted].filter(Boolean).join(' ')}
          value={text}
          readOnly={!canWrite}
          error={problem === null ? undefined : tools[problem]}
          onChange={({ currentTarget }) => setTyped({ name, text: currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped({ name, text: name });
          }}
        />
        {text !== name && (
          <Button type="submit" mt={24} disabled={problem !== null}>
            {words.rename}
          </Button>
        )}
      </Group>
    </form>
  );
}
