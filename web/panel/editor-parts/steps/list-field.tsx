import { ActionIcon, Button, Group, Paper, Stack } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { FieldGroup } from '../field-group.tsx';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import { FieldProblems } from '../field-problems.tsx';
import { problemsAt, type FieldProblem } from '../problems.ts';
import type { Argument } from './argument-schema.ts';
import { isTable } from './step-words.ts';
import { stepsWords } from './steps-words.ts';

interface ListFieldProps {
  readonly label: string;
  readonly fields: readonly Argument[];
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly: boolean;
  /** One field of a line. */
  readonly children: (field: LineField) => ReactNode;
}

interface LineField {
  readonly argument: Argument;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly problems: readonly FieldProblem[];
}

/** Lines of fields, such as the ways of a branch: the first that holds is taken. */
export function ListField({ label, fields, value, onChange, problems, isReadOnly, children }: ListFieldProps) {
  const words = useWords(stepsWords);
  const lines: readonly Json[] = Array.isArray(value) ? value : [];
  return (
    <FieldGroup {...{ label, isReadOnly }}>
      {lines.map((line, index) => (
        <Paper key={`${lines.length} ${index}`} withBorder p="xs" role="group" aria-label={words.item(index + 1)}>
          <Stack gap="xs">
            {fields.map((field) => (
              <Fragment key={field.name}>
                {children({
                  argument: field,
                  value: fieldOf(line, field.name),
                  onChange: (changed) => onChange(lines.with(index, withField(line, field.name, changed))),
                  problems: problemsAt(problems, index, field.name),
                })}
              </Fragment>
            ))}
            {!isReadOnly && (
              <Group justify="flex-end">
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={words.removeItem(index + 1)}
                  onClick={() => onChange(lines.toSpliced(index, 1))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Group>
            )}
          </Stack>
        </Paper>
      ))}
      <FieldProblems problems={problems.filter(({ place }) => place.length === 0)} />
      {!isReadOnly && (
        <Button
          size="compact-sm"
          variant="subtle"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...lines, Object.fromEntries(fields.map(({ name }) => [name, '']))])}
        >
          {words.addItem}
        </Button>
      )}
    </FieldGroup>
  );
}

function fieldOf(line: Json, name: string): Json | undefined {
  return isTable(line) ? line[name] : undefined;
}

/** A field of a line stays, be it empty: the line would be no line without it. */
function withField(line: Json, name: string, value: Json | undefined): Json {
  return { ...(isTable(line) ? line : {}), [name]: value ?? '' };
}
