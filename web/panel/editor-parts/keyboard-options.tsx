import { SegmentedControl, Stack, Switch } from '@mantine/core';
import { useWords } from '../words/words.ts';
import type { Keyboard, Vocabulary } from './configuration.ts';
import { keyboardWords } from './keyboard/keyboard-words.ts';
import { problemsAt, type FieldProblem } from './problems.ts';
import { TranslatedText } from './text/translated-text.tsx';

/** All that a keyboard has besides its rows; null is what is not there, as a change of the draft says it. */
export type KeyboardOptionsValue = {
  readonly [Field in 'kind' | 'placeholder' | 'one_time' | 'marks_chosen']?: Keyboard[Field] | null | undefined;
};

export interface KeyboardOptionsProps {
  readonly value: KeyboardOptionsValue;
  readonly onChange: (change: KeyboardOptionsValue) => void;
  readonly variables: Vocabulary;
  /** Of the whole keyboard: the first part of each place is its field. */
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly?: boolean;
}

/** Where a keyboard is shown and how it behaves. */
export function KeyboardOptions({ value, onChange, variables, problems, isReadOnly = false }: KeyboardOptionsProps) {
  const words = useWords(keyboardWords);
  const kind = value.kind ?? 'inline';
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={words.kind}
        fullWidth
        disabled={isReadOnly}
        value={kind}
        data={[
          { value: 'inline', label: words.inline },
          { value: 'reply', label: words.reply },
        ]}
        onChange={(chosen) => onChange({ kind: chosen === 'reply' ? 'reply' : 'inline' })}
      />
      {kind === 'inline' ? (
        <Switch
          label={words.marksChosen}
          disabled={isReadOnly}
          checked={value.marks_chosen ?? false}
          onChange={(event) => onChange({ marks_chosen: event.currentTarget.checked || null })}
        />
      ) : (
        <>
          <Switch
            label={words.oneTime}
            disabled={isReadOnly}
            checked={value.one_time ?? false}
            onChange={(event) => onChange({ one_time: event.currentTarget.checked || null })}
          />
          <TranslatedText
            value={value.placeholder ?? undefined}
            onChange={(placeholder) => onChange({ placeholder: placeholder ?? null })}
            mode="plain"
            isSingleLine
            label={words.placeholder}
            most={64}
            vocabulary={variables}
            problems={problemsAt(problems, 'placeholder')}
            isReadOnly={isReadOnly}
          />
        </>
      )}
    </Stack>
  );
}
