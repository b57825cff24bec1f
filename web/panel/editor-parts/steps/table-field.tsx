import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words/words.ts';
import { LineGroup, type GroupFieldProps } from './line-group.tsx';
import { isTable, textOf } from './step-words.ts';
import { stepsWords } from './steps-words.ts';

type Line = readonly [string, string];

/** Values by name, such as the headers of a request. */
export function TableField({ label, description, value, onChange, error, isReadOnly }: GroupFieldProps) {
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
    <LineGroup
      {...{ label, description, error, isReadOnly }}
      count={lines.length}
      onAdd={() => setLines([...lines, ['', '']])}
    >
      {(remove) =>
        lines.map(([name, said], index) => (
          <Group key={index} gap="xs" wrap="nowrap" data-line={index}>
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
            {remove(index, () => change(lines.toSpliced(index, 1)))}
          </Group>
        ))
      }
    </LineGroup>
  );
}
