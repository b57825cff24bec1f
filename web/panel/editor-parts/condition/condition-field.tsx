import { ActionIcon, Autocomplete, Button, Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../../words/language.ts';
import { FieldGroup } from '../field-group.tsx';
import { useWords } from '../../words/words.ts';
import type { Vocabulary } from '../configuration.ts';
import { useProblemText } from '../field-problems.tsx';
import type { FieldProblem } from '../problems.ts';
import {
  operandOf,
  operators,
  readCondition,
  shownOperand,
  writeCondition,
  type Comparison,
  type Condition,
} from './condition.ts';
import { conditionWords } from './condition-words.ts';

interface ConditionFieldProps {
  /** What is asked; said only to screen readers where something above says it to the others. */
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly vocabulary: Vocabulary;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly: boolean;
}

/** A condition put together from its parts; who wants more writes it. */
export function ConditionField({
  label,
  value,
  onChange,
  vocabulary,
  problems,
  isReadOnly,
  isLabelHidden = false,
}: ConditionFieldProps) {
  const words = useWords(conditionWords);
  const [isWritten, setWritten] = useState(false);
  const error = useProblemText(problems);
  const read = value === '' ? { joint: 'and' as const, comparisons: [blank] } : readCondition(value);
  const change = (condition: Condition) => onChange(writeCondition(condition));
  const toggle = !isReadOnly && read !== null && (
    <Button size="compact-xs" variant="subtle" w="fit-content" onClick={() => setWritten(!isWritten)}>
      {isWritten ? words.form : words.expression}
    </Button>
  );
  if (isWritten || read === null)
    return (
      <Stack gap={4}>
        <TextInput
          label={label}
          description={read === null ? `${words.tooMuch} ${words.expressionHint}` : words.expressionHint}
          value={value}
          error={error}
          readOnly={isReadOnly}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {toggle}
      </Stack>
    );
  const { joint, comparisons } = read;
  return (
    <FieldGroup {...{ label, isLabelHidden, error, isReadOnly }}>
      {comparisons.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={words.joint}
          value={joint}
          data={[
            { value: 'and', label: words.all },
            { value: 'or', label: words.any },
          ]}
          onChange={(chosen) => change({ joint: chosen === 'or' ? 'or' : 'and', comparisons })}
        />
      )}
      {comparisons.map((each, index) => (
        <ComparisonRow
          // What is typed in a row belongs to its place among so many.
          key={`${comparisons.length} ${index}`}
          comparison={each}
          vocabulary={vocabulary}
          onChange={(changed) => change({ joint, comparisons: comparisons.with(index, changed) })}
          onRemove={
            comparisons.length === 1 ? undefined : () => change({ joint, comparisons: comparisons.toSpliced(index, 1) })
          }
        />
      ))}
      {!isReadOnly && (
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change({ joint, comparisons: [...comparisons, { ...blank, left: 'session' }] })}
          >
            {words.add}
          </Button>
          {toggle}
        </Group>
      )}
    </FieldGroup>
  );
}

const blank: Comparison = { left: '', operator: 'there', right: '' };

interface ComparisonRowProps {
  readonly comparison: Comparison;
  readonly vocabulary: Vocabulary;
  readonly onChange: (comparison: Comparison) => void;
  readonly onRemove: (() => void) | undefined;
}

function ComparisonRow({ comparison, vocabulary, onChange, onRemove }: ComparisonRowProps) {
  const words = useWords(conditionWords);
  const { language } = useLanguage();
  const { left, operator, right } = comparison;
  // A name that is not finished yet must not be written: it would not be read again.
  const [typedLeft, setTypedLeft] = useState(left);
  const [typedRight, setTypedRight] = useState(shownOperand(right));
  const names = vocabulary.values.map(({ name }) => name);
  const choose = (name: string) => {
    setTypedLeft(name);
    if (/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name.trim())) onChange({ ...comparison, left: name.trim() });
  };
  return (
    <Group gap="xs" align="flex-end" wrap="wrap">
      <Autocomplete
        label={words.what}
        flex="1 1 150px"
        value={typedLeft}
        onChange={choose}
        data={names}
        limit={30}
        renderOption={({ option: { value: name } }) => {
          const said = vocabulary.values.find((each) => each.name === name)?.[language];
          return said === undefined ? name : `${said} · ${name}`;
        }}
      />
      <Select
        label={words.is}
        flex="1 1 120px"
        allowDeselect={false}
        value={operator}
        data={operators.map((each) => ({ value: each, label: words.operators[each] }))}
        onChange={(chosen) => {
          const next = operators.find((each) => each === chosen) ?? 'there';
          onChange({ left, operator: next, right: right === '' ? operandOf(typedRight, names) : right });
        }}
      />
      {operator !== 'there' && (
        <TextInput
          label={words.than}
          flex="1 1 100px"
          value={typedRight}
          onChange={(event) => {
            setTypedRight(event.currentTarget.value);
            onChange({ ...comparison, right: operandOf(event.currentTarget.value, names) });
          }}
        />
      )}
      {onRemove && (
        <ActionIcon variant="subtle" color="red" size="lg" aria-label={words.remove} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
