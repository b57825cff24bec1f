import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { Content, FieldValue, OthersChange } from '../../api/configuration.ts';
import { textWords } from '../../editor-parts/text/text-words.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { entryWords } from './entry-words.ts';
import { clashLines } from './rules/clash-lines.ts';
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
              <Radio value="mine" label={<Version name={words.mine} value={mine} other={other} />} />
              <Radio value="theirs" label={<Version name={who} value={other} other={mine} />} />
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

interface VersionProps {
  readonly name: string;
  readonly value: FieldValue;
  /** What it is to be told from. */
  readonly other: FieldValue;
}

function Version({ name, value, other }: VersionProps) {
  const words = useWords(entryWords);
  const { languages: inLanguage } = useWords(textWords);
  const { language } = useLanguage();
  const lines = value === null ? [words.nothing] : clashLines(value, other, { language, inLanguage });
  return (
    <>
      <Text span fw={600}>
        {name}:
      </Text>
      {lines.map((line, index) => (
        <Text key={index} span display="block" size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {line}
        </Text>
      ))}
    </>
  );
}
