import { Select, Stack, TextInput } from '@mantine/core';
import { useWords } from '../../words/words.ts';
import type { Vocabulary } from '../configuration.ts';
import { useProblemText } from '../field-problems.tsx';
import type { FieldProblem } from '../problems.ts';
import { readWhen, writeWhen } from './condition.ts';
import { ConditionField } from './condition-field.tsx';
import { conditionWords } from './condition-words.ts';

interface WhenFieldProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly vocabulary: Vocabulary;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly: boolean;
}

/** When a button is on its keyboard. */
export function WhenField({ value, onChange, vocabulary, problems, isReadOnly }: WhenFieldProps) {
  const words = useWords(conditionWords);
  const error = useProblemText(problems);
  const when = value === undefined ? undefined : readWhen(value);
  if (value !== undefined && when === null)
    return (
      <TextInput
        label={words.template}
        value={value}
        error={error}
        readOnly={isReadOnly}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    );
  const kind = when ? (when.isNegated ? 'hiddenIf' : 'shownIf') : 'always';
  return (
    <Stack gap="xs">
      <Select
        label={words.when}
        allowDeselect={false}
        disabled={isReadOnly}
        value={kind}
        data={(['always', 'shownIf', 'hiddenIf'] as const).map((each) => ({ value: each, label: words[each] }))}
        onChange={(chosen) =>
          onChange(
            chosen === 'always'
              ? undefined
              : writeWhen({ isNegated: chosen === 'hiddenIf', condition: when?.condition ?? 'session' }),
          )
        }
      />
      {when && (
        <ConditionField
          label={words[kind]}
          isLabelHidden
          value={when.condition}
          onChange={(condition) => {
            if (condition.trim() !== '') onChange(writeWhen({ ...when, condition }));
          }}
          vocabulary={vocabulary}
          problems={problems}
          isReadOnly={isReadOnly}
        />
      )}
    </Stack>
  );
}
