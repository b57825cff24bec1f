import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { FieldGroup } from '../field-group.tsx';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import { isTable, textOf } from './step-words.ts';
import { stepsWords } from './steps-words.ts';

interface TableFieldProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

type Line = readonly [string, string];

/** Values by name, such as the headers of a request. */
export function TableField({ label, description, value, onChange, error, isReadOnly }: TableFieldProps) {
  const words = useWords(stepsWords);
  // Two lines may have one name while they are typed, which an object cannot hold.
  const [lines, setLines] = useState<readonly Line[]>(() =>
    isTable(value) ? Object.entries(value).map(([name, said]): Line => [name, textOf(said)]) : [],
  );
  const change = (changed: readonly Line[]) => {
    setLines(changed);
    const filled = changed.filter(([name, said]) => name !== '' && said !== '');
    onChange(filled.length === 0 ? undefined : Object.fromEntries(filled));
  };
  return (
    <FieldGroup {...{ label, description, error, isReadOnly }}>
      {lines.map(([name, said], index) => (
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={`${words.name}, ${words.item(index + 1)}`}
            placeholder={words.name}
            flex={1}
            value={name}
            spellCheck={false}
            onChange={(event) => change(lines.with(index, [event.currentTarget.value, said]))}
          />
          <TextInput
            aria-label={`${words.value}, ${words.item(index + 1)}`}
            placeholder={words.value}
            flex={2}
            value={said}
            spellCheck={false}
            onChange={(event) => change(lines.with(index, [name, event.currentTarget.value]))}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={words.removeItem(index + 1)}
            onClick={() => change(lines.toSpliced(index, 1))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setLines([...lines, ['', '']])}
      >
        {words.addItem}
      </Button>
    </FieldGroup>
  );
}
