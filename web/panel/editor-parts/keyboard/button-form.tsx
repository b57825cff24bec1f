import { NumberInput, Select, Stack } from '@mantine/core';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { WhenField } from '../condition/when-field.tsx';
import type { Button, EachButton, Texts } from '../configuration.ts';
import { FieldProblems } from '../field-problems.tsx';
import { mostRowButtons, readableLabelUnits } from '../limits.ts';
import { problemsAt, type FieldProblem } from '../problems.ts';
import { TranslatedText } from '../text/translated-text.tsx';
import { DataField, EffectField, type Surroundings } from './effect-field.tsx';
import { keyboardWords } from './keyboard-words.ts';

interface FormProps<Shape> {
  readonly button: Shape;
  readonly onChange: (button: Shape) => void;
  readonly problems: readonly FieldProblem[];
  readonly around: Surroundings;
}

/** One button: what stands on it, what it does, when it is there. */
export function ButtonForm({ button, onChange, problems, around }: FormProps<Button>) {
  return (
    <Stack gap="sm">
      <LabelField button={button} onChange={onChange} problems={problems} around={around} />
      <EffectField button={button} onChange={onChange} problems={problems} around={around} />
      <WhenField
        value={button.when}
        onChange={(when) => onChange(withWhen(button, when))}
        vocabulary={around.variables}
        problems={problemsAt(problems, 'when')}
        isReadOnly={around.isReadOnly}
      />
      <FieldProblems problems={problems.filter(({ place }) => place.length === 0)} />
    </Stack>
  );
}

/** A button for each item of a list. */
export function ListForm({ button, onChange, problems, around }: FormProps<EachButton>) {
  const words = useWords(keyboardWords);
  const { language } = useLanguage();
  const { variables, isReadOnly } = around;
  return (
    <Stack gap="sm">
      <Select
        label={words.list}
        description={words.listHint}
        allowDeselect={false}
        disabled={isReadOnly}
        value={button.each}
        data={[
          ...variables.lists.map((list) => ({ value: list.name, label: list[language] })),
          ...(variables.lists.some(({ name }) => name === button.each)
            ? []
            : [{ value: button.each, label: button.each }]),
        ]}
        onChange={(each) => each !== null && onChange({ ...button, each })}
      />
      <LabelField button={button} onChange={onChange} problems={problems} around={around} />
      <DataField
        label={words.listTarget}
        data={button.data ?? ''}
        onChange={(data) => {
          const { data: _, ...rest } = button;
          onChange(data === '' ? rest : { ...rest, data });
        }}
        problems={problemsAt(problems, 'data')}
        around={around}
      />
      <NumberInput
        label={words.columns}
        min={1}
        max={mostRowButtons}
        allowDecimal={false}
        disabled={isReadOnly}
        value={button.columns ?? 1}
        onChange={(columns) => typeof columns === 'number' && onChange({ ...button, columns })}
      />
      <NumberInput
        label={words.pageSize}
        min={1}
        max={50}
        allowDecimal={false}
        disabled={isReadOnly}
        value={button.page_size ?? 6}
        onChange={(size) => typeof size === 'number' && onChange({ ...button, page_size: size })}
      />
      <WhenField
        value={button.when}
        onChange={(when) => onChange(withWhen(button, when))}
        vocabulary={variables}
        problems={problemsAt(problems, 'when')}
        isReadOnly={isReadOnly}
      />
      <FieldProblems problems={problems.filter(({ place }) => place.length === 0)} />
    </Stack>
  );
}

function LabelField<Shape extends { readonly label: Texts }>({ button, onChange, problems, around }: FormProps<Shape>) {
  const words = useWords(keyboardWords);
  return (
    <TranslatedText
      value={button.label}
      onChange={(label) => onChange({ ...button, label: label ?? '' })}
      mode="plain"
      isSingleLine
      label={words.label}
      most={readableLabelUnits}
      vocabulary={around.variables}
      problems={problemsAt(problems, 'label')}
      isReadOnly={around.isReadOnly}
    />
  );
}

function withWhen<Shape extends { when?: string }>(button: Shape, when: string | undefined): Shape {
  const changed = { ...button };
  delete changed.when;
  return when === undefined ? changed : Object.assign(changed, { when });
}
