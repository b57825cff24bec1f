import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import type { Json } from '../configuration.ts';
import { useProblemText } from '../field-problems.tsx';
import type { FieldProblem } from '../problems.ts';
import type { Argument } from './argument-schema.ts';
import { FormedField } from './formed-field.tsx';
import { JsonField } from './json-field.tsx';
import { ListField } from './list-field.tsx';
import { OptionsField } from './options-field.tsx';
import { textOf } from './step-words.ts';
import { stepsWords } from './steps-words.ts';
import type { StepSurroundings } from './surroundings.ts';
import { TableField } from './table-field.tsx';

export interface ArgumentFieldProps {
  readonly argument: Argument;
  readonly value: Json | undefined;
  /** Undefined takes the field away. */
  readonly onChange: (value: Json | undefined) => void;
  readonly problems: readonly FieldProblem[];
  readonly around: StepSurroundings;
}

/** One argument of an action, in the form that fits its shape. */
export function ArgumentField({ argument, value, onChange, problems, around }: ArgumentFieldProps) {
  const words = useWords(stepsWords);
  const error = useProblemText(problems);
  const { shape, title: label, description, usual, isRequired } = argument;
  const { isReadOnly } = around;
  const common = { label, description, error, disabled: isReadOnly };
  const text = textOf(value);
  const say = (said: string) => onChange(said === '' ? undefined : said);
  switch (shape.kind) {
    case 'form':
      return <FormedField form={shape.form} text={text} {...{ argument, value, onChange, problems, around }} />;
    case 'choice':
      return (
        <Select
          {...common}
          description={undefined}
          clearable={!isRequired}
          value={value === undefined ? null : text}
          placeholder={usual === undefined ? words.unset : kindName(String(usual), words.kinds)}
          data={shape.options.map((option) => ({ value: option, label: kindName(option, words.kinds) }))}
          onChange={(chosen) => onChange(chosen ?? undefined)}
        />
      );
    case 'switch':
      return (
        <Switch
          {...common}
          checked={value === undefined ? usual === true : value === true}
          onChange={(event) =>
            onChange(event.currentTarget.checked === (usual ?? false) ? undefined : event.currentTarget.checked)
          }
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          {...(shape.min !== undefined && { min: shape.min })}
          {...(shape.max !== undefined && { max: shape.max })}
          placeholder={usual === undefined ? '' : String(usual)}
          value={typeof value === 'number' ? value : ''}
          onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)}
        />
      );
    case 'words':
      return <TextInput {...common} value={text} onChange={(event) => say(event.currentTarget.value)} />;
    case 'scalar':
      return (
        <TextInput
          {...common}
          value={text}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            onChange(/^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed || undefined);
          }}
        />
      );
    case 'table':
      return <TableField {...{ label, description, value, onChange, error, isReadOnly }} />;
    case 'options':
      return <OptionsField {...{ label, description, value, onChange, error, isReadOnly }} />;
    case 'list':
      return (
        <ListField {...{ label, value, onChange, problems }} fields={shape.fields} isReadOnly={isReadOnly}>
          {(field) => <ArgumentField {...field} around={around} />}
        </ListField>
      );
    default:
      return <JsonField {...{ label, description, value, onChange, error, isReadOnly }} />;
  }
}

function kindName(option: string, kinds: Readonly<Record<string, string>>): string {
  return kinds[option] ?? option;
}
