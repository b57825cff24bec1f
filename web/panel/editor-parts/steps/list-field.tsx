import { Group, Paper, Stack } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import { FieldProblems } from '../field-problems.tsx';
import { problemsAt, type FieldProblem } from '../problems.ts';
import type { Argument } from './argument-schema.ts';
import { LineGroup } from './line-group.tsx';
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
    <LineGroup
      {...{ label, isReadOnly }}
      count={lines.length}
      onAdd={() => onChange([...lines, Object.fromEntries(fields.map(({ name }) => [name, '']))])}
      note={<FieldProblems problems={problems.filter(({ place }) => place.length === 0)} />}
    >
      {(remove) =>
        lines.map((line, index) => (
          <Paper
            key={`${lines.length} ${index}`}
            withBorder
            p="xs"
            role="group"
            aria-label={words.item(index + 1)}
            data-line={index}
          >
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
              <Group justify="flex-end">{remove(index, () => onChange(lines.toSpliced(index, 1)))}</Group>
            </Stack>
          </Paper>
        ))
      }
    </LineGroup>
  );
}

function fieldOf(line: Json, name: string): Json | undefined {
  return isTable(line) ? line[name] : undefined;
}

/** A field of a line stays, be it empty: the line would be no line without it. */
function withField(line: Json, name: string, value: Json | undefined): Json {
  return { ...(isTable(line) ? line : {}), [name]: value ?? '' };
}
