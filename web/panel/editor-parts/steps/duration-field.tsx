import { Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words/words.ts';
import { stepsWords } from './steps-words.ts';

const units = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof units;
const names: readonly Unit[] = ['days', 'hours', 'minutes', 'seconds'];

interface DurationFieldProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly error: string | undefined;
  readonly disabled: boolean;
  /** Whole seconds. */
  readonly value: number | undefined;
  readonly onChange: (seconds: number | undefined) => void;
}

/** A length of time in the unit in which it is a whole number. */
export function DurationField({ label, error, disabled, value, onChange }: DurationFieldProps) {
  const words = useWords(stepsWords);
  const [unit, setUnit] = useState<Unit>(() => names.find((each) => (value ?? 60) % units[each] === 0) ?? 'seconds');
  return (
    <Group align="flex-end" gap="xs">
      <NumberInput
        label={label}
        error={error}
        disabled={disabled}
        flex={1}
        min={1}
        allowNegative={false}
        value={value === undefined ? '' : value / units[unit]}
        onChange={(typed) => onChange(typeof typed === 'number' ? Math.round(typed * units[unit]) : undefined)}
      />
      <Select
        aria-label={words.unit}
        disabled={disabled}
        allowDeselect={false}
        w={130}
        value={unit}
        data={names.map((each) => ({ value: each, label: words.units[each] }))}
        onChange={(chosen) => {
          const next = names.find((each) => each === chosen) ?? 'seconds';
          if (value !== undefined) onChange(Math.round((value / units[unit]) * units[next]));
          setUnit(next);
        }}
      />
    </Group>
  );
}
