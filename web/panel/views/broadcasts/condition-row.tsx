import { ActionIcon, Group, NativeSelect, NumberInput, Paper, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Condition } from '../../api/broadcasts.ts';
import { languages } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { DayFields } from './day-fields.tsx';
import { SourceField } from './source-field.tsx';

interface ConditionRowProps {
  /** From 1. */
  readonly number: number;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

/** One condition: a line of fields that say it. */
export function ConditionRow({ number, condition, onChange, onRemove }: ConditionRowProps) {
  const words = useWords(broadcastWords);
  return (
    <Paper
      component="fieldset"
      withBorder
      p="sm"
      m={0}
      aria-label={`${words.condition(number)}: ${words.kinds[condition.kind]}`}
    >
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group align="flex-end" gap="sm" flex={1}>
          <ConditionFields condition={condition} onChange={onChange} />
        </Group>
        <ActionIcon variant="subtle" color="gray" aria-label={words.removeCondition(number)} onClick={onRemove}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Paper>
  );
}

function ConditionFields({ condition, onChange }: Pick<ConditionRowProps, 'condition' | 'onChange'>) {
  const words = useWords(broadcastWords);
  const label = words.kinds[condition.kind];
  switch (condition.kind) {
    case 'language':
      return (
        <NativeSelect
          label={label}
          value={condition.is}
          data={languages.map((value) => ({ value, label: words.languages[value] }))}
          onChange={({ currentTarget }) => onChange({ ...condition, is: currentTarget.value === 'ru' ? 'ru' : 'en' })}
        />
      );
    case 'activity':
      return (
        <>
          <Either
            label={label}
            options={words.has}
            value={condition.has}
            onChange={(has) => onChange({ ...condition, has })}
          />
          <TextInput
            label={words.activityName}
            maxLength={64}
            value={condition.name}
            onChange={({ currentTarget }) => onChange({ ...condition, name: currentTarget.value })}
          />
        </>
      );
    case 'tracked':
      return (
        <>
          <Either
            label={label}
            options={words.did}
            value={condition.has}
            onChange={(has) => onChange({ ...condition, has })}
          />
          <NumberInput
            label={words.days}
            min={1}
            max={3650}
            allowDecimal={false}
            clampBehavior="strict"
            value={condition.days}
            onChange={(days) => onChange({ ...condition, days: Number(days) || 1 })}
          />
        </>
      );
    case 'seen':
      return (
        <DayFields
          label={label}
          bounds={words.seenBounds}
          value={condition}
          onChange={(bound) => onChange({ kind: 'seen', ...bound })}
        />
      );
    case 'registered':
      return (
        <DayFields
          label={label}
          bounds={words.bounds}
          value={condition}
          onChange={(bound) => onChange({ kind: 'registered', ...bound })}
        />
      );
    case 'variable':
      return (
        <>
          <TextInput
            label={words.variableName}
            maxLength={64}
            value={condition.name}
            onChange={({ currentTarget }) => onChange({ ...condition, name: currentTarget.value })}
          />
          <NativeSelect
            label={words.compare}
            value={condition.compare}
            data={(['equals', 'contains'] as const).map((value) => ({ value, label: words.compares[value] }))}
            onChange={({ currentTarget }) =>
              onChange({ ...condition, compare: currentTarget.value === 'contains' ? 'contains' : 'equals' })
            }
          />
          <TextInput
            label={words.value}
            maxLength={200}
            value={condition.value}
            onChange={({ currentTarget }) => onChange({ ...condition, value: currentTarget.value })}
          />
        </>
      );
    case 'source':
      return <SourceField value={condition.is} onChange={(is) => onChange({ ...condition, is })} />;
    default:
      return condition satisfies never;
  }
}

interface EitherProps {
  readonly label: string;
  readonly options: Readonly<Record<'yes' | 'no', string>>;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

function Either({ label, options, value, onChange }: EitherProps) {
  return (
    <NativeSelect
      label={label}
      value={value ? 'yes' : 'no'}
      data={(['yes', 'no'] as const).map((option) => ({ value: option, label: options[option] }))}
      onChange={({ currentTarget }) => onChange(currentTarget.value === 'yes')}
    />
  );
}
