import { Alert, Button, Code, Group, Radio, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { Content, FieldValue, OthersChange } from '../../api/configuration.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { entryWords } from './entry-words.ts';
import { workbench } from './use-workbench.ts';
import { clashesOf } from './workbench/merge.ts';
import type { Edit } from './workbench/workbench.ts';

interface ClashAlertProps {
  readonly edit: Edit;
  readonly theirs: Content;
  readonly by: OthersChange | null;
}

/** Two people changed the same: who did, and field by field which stays. */
export function ClashAlert({ edit, theirs, by }: ClashAlertProps) {
  const words = useWords(entryWords);
  const format = useFormat();
  const [given, setGiven] = useState<readonly string[]>([]);
  const clashes = clashesOf(edit.base.content, edit.fields, theirs);
  const save = () =>
    workbench.choose(
      edit.ref,
      Object.keys(edit.fields).filter((field) => !given.includes(field)),
    );
  const who = by?.author ?? words.somebody;
  return (
    <Alert color="blue" icon={<IconUsers />} title={words.clashTitle} role="alert">
      <Stack gap="sm">
        <Text size="sm">{words.clashBy(who, by === null ? '' : format.ago(by.at))}</Text>
        {clashes.map(({ field, mine, theirs: other }) => (
          <Radio.Group
            key={field}
            label={words.fields[field] ?? field}
            value={given.includes(field) ? 'theirs' : 'mine'}
            onChange={(value) =>
              setGiven((before) => [...before.filter((one) => one !== field), ...(value === 'theirs' ? [field] : [])])
            }
          >
            <Stack gap={6} mt={4}>
              <Radio value="mine" label={<Version name={words.mine} value={mine} />} />
              <Radio value="theirs" label={<Version name={who} value={other} />} />
            </Stack>
          </Radio.Group>
        ))}
        <Group>
          <Button size="xs" onClick={save}>
            {words.keepChosen}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Version({ name, value }: { readonly name: string; readonly value: FieldValue }) {
  const words = useWords(entryWords);
  return (
    <>
      <Text span fw={600}>
        {name}:
      </Text>{' '}
      {value === null ? words.nothing : <Code>{typeof value === 'string' ? value : JSON.stringify(value)}</Code>}
    </>
  );
}
