import { NativeSelect, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';
import { dayOf, momentOf } from './rules/conditions.ts';

interface Bound {
  readonly after?: string;
  readonly before?: string;
}

interface DayFieldsProps {
  readonly label: string;
  readonly bounds: Readonly<Record<'after' | 'before', string>>;
  readonly value: Bound;
  readonly onChange: (bound: Bound) => void;
}

/** Before or after the beginning of a day. */
export function DayFields({ label, bounds, value, onChange }: DayFieldsProps) {
  const words = useWords(broadcastWords);
  const isBefore = value.before !== undefined;
  const moment = value.before ?? value.after;
  const change = (isWantedBefore: boolean, at: string) => onChange(isWantedBefore ? { before: at } : { after: at });
  if (moment === undefined) return null;
  return (
    <>
      <NativeSelect
        label={label}
        value={isBefore ? 'before' : 'after'}
        data={(['after', 'before'] as const).map((option) => ({ value: option, label: bounds[option] }))}
        onChange={({ currentTarget }) => change(currentTarget.value === 'before', moment)}
      />
      <TextInput
        label={words.day}
        type="date"
        required
        withAsterisk={false}
        value={dayOf(moment)}
        onChange={({ currentTarget }) => {
          // While a day is typed the field is empty.
          if (currentTarget.value !== '') change(isBefore, momentOf(currentTarget.value));
        }}
      />
    </>
  );
}
